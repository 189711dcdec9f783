//! A value that cannot be cloned is used twice.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let model = load_model(path);
    let photo = load("photo.png".to_owned());
    upscale(model, photo)
}

fn main() {}
