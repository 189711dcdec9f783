//! A literal outside of the port's range.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 1000)
}

fn main() {}
