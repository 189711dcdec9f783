//! An expression whose value goes nowhere.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let width: u32 = photo.width + 1;
    resize(photo, width)
}

fn main() {}
