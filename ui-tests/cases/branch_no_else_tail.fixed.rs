//! An `if` without an `else` as the result.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, smooth: bool) -> Image {
    let photo = load(path);
    if smooth {
        blur(&photo, 2.0)
    } else {
        photo
    }
}

fn main() {}
