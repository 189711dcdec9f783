//! Two names for one output.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let (image, mask) = segment(load(path));
    composite { image, mask, backdrop: Backdrop::Plain }
}

fn main() {}
