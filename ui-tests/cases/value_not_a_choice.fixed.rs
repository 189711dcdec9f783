//! A text that is none of the port's choices.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption { image: &photo, title: "Mug", corners: "round".into(), .. }
}

fn main() {}
