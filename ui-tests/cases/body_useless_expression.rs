//! An expression whose value goes nowhere.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    photo.width + 1;
    resize(photo, 512)
}

fn main() {}
