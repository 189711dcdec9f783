//! A value where the port borrows, by name.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    blur { image: &photo, .. }
}

fn main() {}
