//! An unknown option on a workflow.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(name = "picture")]
fn picture(path: String) -> Image {
    load(path)
}

fn main() {}
