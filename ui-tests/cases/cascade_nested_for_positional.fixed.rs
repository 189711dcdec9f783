//! A node with a typing error in a `for` of a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(folders: Vec<String>) -> Image {
    let sheets = for folder in folders {
        let images = for name in list_images(folder) {
            let photo = load(name);
            resize(photo, 512)
        };
        contact_sheet { images: &images, .. }
    };
    contact_sheet(&sheets, 4)
}

fn main() {}
