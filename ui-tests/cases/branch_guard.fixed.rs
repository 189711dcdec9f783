//! A guard that is a number.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    match find_image(path) {
        Some(photo) if photo.width > 512 => resize(photo, 512),
        _ => load("empty.png".to_owned()),
    }
}

fn main() {}
