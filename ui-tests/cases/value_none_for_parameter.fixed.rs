//! A parameter of which no number is right for what it feeds.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, #[port(range = ..=4096)] width: u32) -> Image {
    let photo = load(path);
    packshot { photo, width }
}

fn main() {}
