//! A call inside a call has too few arguments.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    resize(brighten(&load(path), 2.0), 512)
}

fn main() {}
