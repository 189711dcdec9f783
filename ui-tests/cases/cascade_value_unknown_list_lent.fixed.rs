//! A borrowed list with a typing error.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let names = list_images(path);
    let images = for name in &names {
        let photo = load(name.clone());
        blur(&photo, 2.0)
    };
    contact_sheet(&images, 4)
}

fn main() {}
