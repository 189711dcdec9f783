//! An `if` whose arms give different types.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, raw: bool) -> Image {
    let photo = load(path);
    let result = if raw { photo } else { blur(&photo, 2.0) };
    resize(result, 512)
}

fn main() {}
