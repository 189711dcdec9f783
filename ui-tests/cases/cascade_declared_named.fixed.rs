//! A node with a typing error and a written type.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small: Image = resize { image: photo, width: 512 };
    blur(&small, 2.0)
}

fn main() {}
