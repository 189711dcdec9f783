//! A parameter of a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, bins: Vec<u32>) -> Image {
    resize(load(path), bins[0])
}

fn main() {}
