//! An attribute that means nothing on a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let names = list_images(path);
    let images = #[concurrency(4)]
    for name in names {
        load(name)
    };
    contact_sheet(&images, 4)
}

fn main() {}
