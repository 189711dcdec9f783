//! An amount of memory in small letters.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(budget(vram = "8gib"))]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 64)
}

fn main() {}
