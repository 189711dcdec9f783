//! A value with a typing error, in a text.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let title: String = format!("{}.png", photo.width);
    load(title)
}

fn main() {}
