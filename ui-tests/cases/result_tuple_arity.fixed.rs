//! Three values where the workflow gives two.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> (Image, Mask) {
    let photo = load(path);
    let (image, mask) = segment(photo);
    (image, mask)
}

fn main() {}
