//! A denial of programs.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(deny(bin))]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 64)
}

fn main() {}
