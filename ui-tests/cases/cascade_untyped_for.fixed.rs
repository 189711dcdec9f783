//! A computed value without its type, in a `for` of a branch.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let names = list_images(path);
    let images = if wide {
        for name in names {
            let photo = load(name);
            let width: u32 = photo.width * 2;
            resize(photo, width)
        }
    } else {
        for name in names { load(name) }
    };
    contact_sheet(&images, 4)
}

fn main() {}
