//! A computed value without its type.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let half: u32 = photo.width / 2;
    resize(photo, half)
}

fn main() {}
