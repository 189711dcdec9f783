//! A value of below in a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let (cover, mask) = segment(load("cover.png".to_owned()));
    let images = for name in list_images(path) {
        composite { image: load(name), mask, backdrop: Backdrop::Plain }
    };
    resize(cover, images[0].width)
}

fn main() {}
