//! An `async` block.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo: Image = load(path);
    resize(photo, 512)
}

fn main() {}
