//! A parameter of which no choice is right for what it feeds.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, #[port(choices = ["round"])] corners: String) -> Image {
    let photo = load(path);
    caption { image: &photo, title: "Mug", corners, .. }
}

fn main() {}
