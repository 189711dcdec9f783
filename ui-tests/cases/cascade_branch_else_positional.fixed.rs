//! A node with a typing error in the last arm of a branch.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    let sized = if wide { blur(&photo, 2.0) } else { resize(photo, 512) };
    let soft = blur { image: &sized, .. };
    resize(soft, 512)
}

fn main() {}
