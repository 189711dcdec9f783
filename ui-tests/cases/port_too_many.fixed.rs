//! A call with too many arguments.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 512)
}

fn main() {}
