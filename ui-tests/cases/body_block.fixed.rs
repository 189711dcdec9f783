//! A block as a statement.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let raw = load(path);
    let photo = brighten(&raw, 2.0);
    resize(photo, 512)
}

fn main() {}
