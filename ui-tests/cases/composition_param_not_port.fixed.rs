//! A composition that takes a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image, bins: Vec<u32>) -> Image {
    resize(photo, bins[0])
}

fn main() {}
