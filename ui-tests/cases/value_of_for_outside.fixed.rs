//! An item that is used outside of its `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, cover: String) -> Image {
    let images = for name in list_images(path) {
        load(name)
    };
    brighten(&load(cover), images.len() as f32)
}

fn main() {}
