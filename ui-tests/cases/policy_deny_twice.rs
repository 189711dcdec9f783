//! A denial given twice in the same words.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(deny(net), deny(net))]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 64)
}

fn main() {}
