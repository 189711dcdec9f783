//! A node with a typing error feeds one with defaults.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let soft = blur { image: &resize { image: photo, width: 512 }, .. };
    resize { image: soft, .. }
}

fn main() {}
