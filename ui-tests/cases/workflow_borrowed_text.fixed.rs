//! A workflow that borrows a text.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    load(path.to_owned())
}

fn main() {}
