//! A node with a typing error; its output is taken apart.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let (image, mask) = segmnet { image: photo };
    composite { image, mask, backdrop: Backdrop::Plain }
}

fn main() {}
