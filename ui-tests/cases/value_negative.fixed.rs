//! A negative number below the port's range.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption { image: &photo, title: "Mug", angle: -90, .. }
}

fn main() {}
