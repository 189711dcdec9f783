//! A line without its semicolon, in a workflow with options and docs on its parameters.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(
    /// Where the picture is.
    path: String,
    /// How wide it becomes.
    #[port(default = 512, range = 16..=4096)]
    width: u32,
) -> Image {
    let photo = load(path)
    resize(photo, width)
}

fn main() {}
