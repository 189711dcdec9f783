//! A node with a typing error, in an arm of a branch.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, small: bool) -> Image {
    let photo = load(path);
    let sized = if small { resize(photo, 64) } else { resize(photo, 1024) };
    brighten(&sized, 2.0)
}

fn main() {}
