//! A type as a node.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture() -> Image {
    let photo: Image = Image { width: 64, height: 64 };
    resize(photo, 512)
}

fn main() {}
