//! A `let` without a value.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    resize(load(path), 512)
}

fn main() {}
