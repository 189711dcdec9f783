//! A composition that takes a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image, bins: Histogram) -> Image {
    resize(photo, bins.bins[0])
}

fn main() {}
