//! A pattern of another type.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    match find_image(path) {
        Some(photo) => resize(photo, 512),
        _ => load("empty.png".to_owned()),
    }
}

fn main() {}
