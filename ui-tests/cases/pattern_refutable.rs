//! A pattern that does not always fit.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let Some(photo) = find_image(path);
    resize(photo, 512)
}

fn main() {}
