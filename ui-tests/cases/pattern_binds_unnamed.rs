//! A pattern that takes a computed value apart.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    match path.strip_suffix(".png") {
        Some(stem) => load(stem.to_owned()),
        None => load("empty.png".to_owned()),
    }
}

fn main() {}
