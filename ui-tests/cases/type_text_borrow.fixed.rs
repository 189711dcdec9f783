//! A text literal where a `String` is wanted.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture() -> Image {
    load("photo.png".to_string())
}

fn main() {}
