//! A call by name that leaves a port out. Replaces "Required input is missing: image", when the prompt was queued.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, .. }
}

fn main() {}
