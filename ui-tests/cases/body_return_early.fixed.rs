//! A `return` in a branch.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, small: bool) -> Image {
    let photo = load(path);
    if small {
        photo
    } else {
        resize(photo, 1024)
    }
}

fn main() {}
