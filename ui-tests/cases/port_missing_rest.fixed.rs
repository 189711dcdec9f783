//! A port without a default is left to `..`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    resize { image: load(path), width: 512 }
}

fn main() {}
