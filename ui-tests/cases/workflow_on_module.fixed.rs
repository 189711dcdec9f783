//! `#[composition]` on a module.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(path: String) -> Image {
    load(path)
}

fn main() {}
