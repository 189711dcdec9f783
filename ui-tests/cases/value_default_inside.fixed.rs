//! A default that what it feeds does not take.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, #[port(default = 900)] width: u32) -> Image {
    let photo = load(path);
    resize(photo, width)
}

fn main() {}
