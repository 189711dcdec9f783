//! An `unsafe` block.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let width: u32 = 512;
    resize(load(path), width)
}

fn main() {}
