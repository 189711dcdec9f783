//! A value where the port borrows.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    brighten(&photo, 1.0)
}

fn main() {}
