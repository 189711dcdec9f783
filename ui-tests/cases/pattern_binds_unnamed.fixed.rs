//! A pattern that takes a computed value apart.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let stem: Option<String> = path.strip_suffix(".png").map(str::to_owned);
    match stem {
        Some(stem) => load(stem.to_owned()),
        None => load("empty.png".to_owned()),
    }
}

fn main() {}
