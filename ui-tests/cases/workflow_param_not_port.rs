//! A parameter of a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, bins: Histogram) -> Image {
    resize(load(path), bins.bins[0])
}

fn main() {}
