//! A node with a typing error, with named ports.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize { image: photo, width: 512 };
    let soft = blur(&small, 2.0);
    resize(soft, 256)
}

fn main() {}
