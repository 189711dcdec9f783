//! Two arguments in the wrong order.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(512, photo)
}

fn main() {}
