//! A node with a typing error; a `match` takes its output apart.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let found = find_imgae(path);
    match found {
        Some(image) if image.width > 4 => resize(image, 512),
        Some(image) => image,
        None => load("empty.png".to_owned()),
    }
}

fn main() {}
