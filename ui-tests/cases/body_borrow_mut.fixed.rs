//! A `&mut` argument.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    blur(&photo, 2.0)
}

fn main() {}
