//! A variant that is none of the port's choices.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption { image: &photo, title: "Mug", backdrop: Backdrop::Plain, .. }
}

fn main() {}
