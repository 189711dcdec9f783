//! A literal that a node deep inside a composition does not take.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, title: String) -> Image {
    let photo = load(path);
    titled { photo, width: 16, title }
}

fn main() {}
