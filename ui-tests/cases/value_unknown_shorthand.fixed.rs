//! A value with a typing error, in the short form of a port.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let image = load(path);
    resize { image: image, width: 512 }
}

fn main() {}
