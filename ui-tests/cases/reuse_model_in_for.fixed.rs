//! A value that cannot be cloned is used for every item.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, names: Vec<String>) -> Image {
    let images = for name in names {
        upscale(load_model(path), load(name))
    };
    contact_sheet(&images, 4)
}

fn main() {}
