//! A literal below the port's range, by name.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, width: 16 }
}

fn main() {}
