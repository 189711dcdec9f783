//! A step waits for itself.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture() -> Image {
    let photo = resize(photo, 512);
    photo
}

fn main() {}
