//! A condition that is a number.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    if photo.width > 512 { resize(photo, 512) } else { photo }
}

fn main() {}
