//! A step in a closure.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let names = list_images(path);
    let images = for name in &names { load(name.clone()) };
    contact_sheet(&images, 4)
}

fn main() {}
