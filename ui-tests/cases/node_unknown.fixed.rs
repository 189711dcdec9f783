//! A node with a typing error; what it gives is used twice.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize(photo, 512);
    let soft = blur(&small, 2.0);
    let (_, mask) = segment(small);
    composite { image: soft, mask, backdrop: Backdrop::Plain }
}

fn main() {}
