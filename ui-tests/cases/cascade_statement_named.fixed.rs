//! A node with a typing error whose output is not used.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, width: 512 };
    load("empty.png".to_owned())
}

fn main() {}
