//! A `for` of values without a type.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let names = list_images(path);
    let lengths: Vec<u32> = for name in names {
        name.len() as u32
    };
    resize(load("photo.png".to_owned()), lengths[0])
}

fn main() {}
