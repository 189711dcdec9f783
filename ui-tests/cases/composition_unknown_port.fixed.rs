//! A port of a composition with a typing error.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    packshot { photo: load(path), width: 512 }
}

fn main() {}
