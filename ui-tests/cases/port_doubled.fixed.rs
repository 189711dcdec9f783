//! A port given twice.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, width: 512 }
}

fn main() {}
