//! A policy without a name.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(policy = offline)]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 64)
}

fn main() {}
