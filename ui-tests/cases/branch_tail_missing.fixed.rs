//! An arm whose last step ends with a semicolon.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    if wide {
        resize(photo, 1024)
    } else {
        resize(photo, 512)
    }
}

fn main() {}
