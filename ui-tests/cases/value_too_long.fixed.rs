//! A text that is too long.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption { image: &photo, title: "A mug", .. }
}

fn main() {}
