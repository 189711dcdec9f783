//! An item inside of a body.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    const WIDTH: u32 = 512;
    resize(load(path), WIDTH)
}

fn main() {}
