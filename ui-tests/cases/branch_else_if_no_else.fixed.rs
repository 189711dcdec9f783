//! An `else if` without a last `else`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool, tall: bool) -> Image {
    let photo = load(path);
    let sized = if wide {
        resize(photo, 1024)
    } else if tall {
        resize(photo, 512)
    } else {
        photo
    };
    brighten(&sized, 2.0)
}

fn main() {}
