//! A composition with too few arguments.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    packshot(load(path), 512)
}

fn main() {}
