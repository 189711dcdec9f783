//! A `let` joined with another condition.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    match find_image(path) {
        Some(photo) if wide => resize(photo, 1024),
        _ => load("empty.png".to_owned()),
    }
}

fn main() {}
