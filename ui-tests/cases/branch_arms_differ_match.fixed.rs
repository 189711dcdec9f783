//! A `match` whose arms give different types.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, backdrop: Backdrop) -> Image {
    let photo = load(path);
    let result = match backdrop {
        Backdrop::Plain => blur(&photo, 2.0),
        Backdrop::Gradient => resize(photo, 512),
    };
    resize(result, 512)
}

fn main() {}
