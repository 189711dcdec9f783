//! A node with a typing error in a branch; its value is used by name and by reference.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    let sized = if wide { resize { image: photo, width: 512 } } else { photo };
    let soft = blur { image: &sized, .. };
    let (_, mask) = segment(sized);
    composite { image: soft, mask, backdrop: Backdrop::Plain }
}

fn main() {}
