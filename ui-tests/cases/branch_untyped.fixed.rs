//! A branch of values without a type.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    let width: u32 = if wide { 1024 } else { 512 };
    resize(photo, width)
}

fn main() {}
