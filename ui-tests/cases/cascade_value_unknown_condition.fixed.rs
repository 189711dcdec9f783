//! A condition with a typing error.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    if wide { resize(photo, 512) } else { blur(&photo, 2.0) }
}

fn main() {}
