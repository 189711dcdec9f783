//! A whole number where a float is wanted.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    brighten(&photo, 2.0)
}

fn main() {}
