//! A text on a workflow.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    load(path)
}

fn main() {}
