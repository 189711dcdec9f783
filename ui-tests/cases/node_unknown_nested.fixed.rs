//! A node with a typing error, as an argument.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    resize(brighten(&load(path), 2.0), 512)
}

fn main() {}
