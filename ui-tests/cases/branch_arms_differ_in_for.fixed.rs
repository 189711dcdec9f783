//! An `if` whose arms give different types, for every item.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, raw: bool) -> Image {
    let images = for name in list_images(path) {
        let photo = load(name);
        if raw { photo } else { blur(&photo, 2.0) }
    };
    contact_sheet(&images, 4)
}

fn main() {}
