//! The rest of the ports from a value.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize { image: photo, width: 512 };
    resize { image: small, width: 256 }
}

fn main() {}
