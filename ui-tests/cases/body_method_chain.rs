//! A step called as a method.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small: Image = photo.resize(512);
    small
}

fn main() {}
