//! A step called as a method.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small: Image = resize(photo, 512);
    small
}

fn main() {}
