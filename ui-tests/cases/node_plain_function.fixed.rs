//! A plain function as a node.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let sharp = brighten(&photo, 2.0);
    let soft = blur(&sharp, 2.0);
    resize(soft, 512)
}

fn main() {}
