//! A lent item where a value is wanted.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let names = list_images(path);
    let images = for name in &names {
        load(name.to_string())
    };
    contact_sheet(&images, 4)
}

fn main() {}
