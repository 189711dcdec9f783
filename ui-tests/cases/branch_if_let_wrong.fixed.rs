//! An `if let` on what is no option.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = find_image(path);
    if let Some(found) = photo {
        resize(found, 512)
    } else {
        load("empty.png".to_owned())
    }
}

fn main() {}
