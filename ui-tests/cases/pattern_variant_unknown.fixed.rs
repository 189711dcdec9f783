//! A variant with a typing error.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, backdrop: Backdrop) -> Image {
    let photo = load(path);
    match backdrop {
        Backdrop::Plain => resize(photo, 512),
        _ => photo,
    }
}

fn main() {}
