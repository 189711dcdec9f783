//! A policy that is not there.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(policy = ofline)]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 64)
}

fn main() {}
