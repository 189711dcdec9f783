//! `?` on a step.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let note = save(&photo, "photo.png");
    load(note)
}

fn main() {}
