//! A new value for a name.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let photo = resize(photo, 512);
    photo
}

fn main() {}
