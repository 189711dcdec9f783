//! An item inside of a body.

use lightflow::prelude::*;
use ui_tests::*;

const WIDTH: u32 = 512;

#[workflow]
fn picture(path: String) -> Image {
    resize(load(path), WIDTH)
}

fn main() {}
