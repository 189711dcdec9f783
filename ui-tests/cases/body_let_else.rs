//! A `let` with `else`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let Some(photo) = find_image(path) else { panic!("no such picture") };
    resize(photo, 512)
}

fn main() {}
