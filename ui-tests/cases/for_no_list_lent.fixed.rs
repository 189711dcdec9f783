//! A `for` over a borrowed picture.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photos = list_images(path);
    let images = for photo in &photos {
        blur(&load(photo.clone()), 2.0)
    };
    contact_sheet(&images, 4)
}

fn main() {}
