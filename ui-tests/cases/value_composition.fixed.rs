//! A literal outside of a composition's own range.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, title: String) -> Image {
    let photo = load(path);
    titled(photo, 4000, title)
}

fn main() {}
