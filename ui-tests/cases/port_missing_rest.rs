//! A port without a default is left to `..`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture() -> Image {
    resize { width: 512, .. }
}

fn main() {}
