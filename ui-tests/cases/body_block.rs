//! A block as a statement.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = {
        let raw = load(path);
        brighten(&raw, 2.0)
    };
    resize(photo, 512)
}

fn main() {}
