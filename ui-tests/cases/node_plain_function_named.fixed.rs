//! A plain function as a node, with named ports.

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
    let sharp = sharpen { image: photo };
    resize(sharp, 512)
}

fn main() {}
