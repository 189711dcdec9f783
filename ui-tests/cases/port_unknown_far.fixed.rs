//! A port that no name is near to, beside defaults.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, .. }
}

fn main() {}
