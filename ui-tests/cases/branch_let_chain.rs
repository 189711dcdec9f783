//! A `let` joined with another condition.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    if let Some(photo) = find_image(path) && wide {
        resize(photo, 1024)
    } else {
        load("empty.png".to_owned())
    }
}

fn main() {}
