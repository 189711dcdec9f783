//! Two steps wait for each other.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let soft = blur(&load(path), 2.0);
    let sharp = brighten(&soft, 2.0);
    resize(sharp, 512)
}

fn main() {}
