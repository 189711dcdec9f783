//! A value is used above the step that produces it.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let soft = blur(&photo, 2.0);
    resize(soft, 512)
}

fn main() {}
