//! A port left to `..` without a default; its output is used by reference.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let small = resize { image: load("cover.png".to_owned()), width: 512 };
    let soft = blur(&small, 2.0);
    let images = for name in list_images(path) {
        brighten { image: &soft, amount: name.len() as f32 }
    };
    contact_sheet(&images, 4)
}

fn main() {}
