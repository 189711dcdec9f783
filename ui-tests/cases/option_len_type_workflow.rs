//! `len` on a number of a workflow.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, #[port(len = 16..=64)] width: u32) -> Image {
    let photo = load(path);
    resize(photo, width)
}

fn main() {}
