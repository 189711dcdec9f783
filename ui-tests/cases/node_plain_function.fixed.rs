//! A plain function as a node.

use lightflow::prelude::*;
use ui_tests::*;

/// `ui_tests::sharpen` as a node.
#[node]
fn sharpen(image: Image) -> Image {
    ui_tests::sharpen(image)
}

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let sharp = sharpen(photo);
    let soft = blur(&sharp, 2.0);
    resize(soft, 512)
}

fn main() {}
