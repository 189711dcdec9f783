//! An option of a node on a composition.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image) -> Image {
    resize(photo, 512)
}

fn main() {}
