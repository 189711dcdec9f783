//! A parameter of a type with a typing error.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(photo: Image, width: u32) -> Image {
    resize(photo, width)
}

fn main() {}
