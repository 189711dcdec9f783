//! A step in a closure.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let names = list_images(path);
    let images: Vec<Image> = names.iter().map(|name| load(name.clone())).collect();
    contact_sheet(&images, 4)
}

fn main() {}
