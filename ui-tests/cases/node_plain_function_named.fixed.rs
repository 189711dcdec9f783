//! A plain function as a node, with named ports.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let sharp = brighten { image: &photo, amount: 2.0 };
    resize(sharp, 512)
}

fn main() {}
