//! A step waits for itself.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = resize(load(path), 512);
    photo
}

fn main() {}
