//! A lent value that cannot be cloned is taken.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(model: Model, photo: Image) -> Image {
    upscale(model, photo)
}

fn main() {}
