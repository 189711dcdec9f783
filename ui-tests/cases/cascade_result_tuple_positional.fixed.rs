//! A node with a typing error gives a part of the result.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> (Image, u32) {
    let photo = load(path);
    let small = resize(photo, 512);
    (small, 512)
}

fn main() {}
