//! A method as a step.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let same: Image = photo.clone();
    resize(same, 512)
}

fn main() {}
