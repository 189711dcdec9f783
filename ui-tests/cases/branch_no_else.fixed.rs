//! An `if` that gives a value only sometimes.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, smooth: bool) -> Image {
    let photo = load(path);
    let soft = if smooth { blur(&photo, 2.0) } else { photo };
    resize(soft, 512)
}

fn main() {}
