//! A number that is no multiple.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption { image: &photo, title: "Mug", angle: 15, .. }
}

fn main() {}
