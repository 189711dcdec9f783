//! A call with too few arguments.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, .. }
}

fn main() {}
