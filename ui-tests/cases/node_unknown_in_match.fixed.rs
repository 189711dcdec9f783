//! A node with a typing error, in an arm of a `match`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, backdrop: Backdrop) -> Image {
    let photo = load(path);
    match backdrop {
        Backdrop::Plain => resize(photo, 64),
        Backdrop::Gradient => resize(photo, 1024),
    }
}

fn main() {}
