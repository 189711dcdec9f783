//! A value with a typing error that a `match` takes apart.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let found = find_image(path);
    match found {
        Some(image) => resize(image, 512),
        None => load("empty.png".to_owned()),
    }
}

fn main() {}
