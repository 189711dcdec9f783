//! A value with a typing error, as the result.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let small = resize(load(path), 512);
    small
}

fn main() {}
