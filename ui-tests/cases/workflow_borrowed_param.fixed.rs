//! A workflow that borrows a parameter.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(photo: Image) -> Image {
    blur(&photo, 2.0)
}

fn main() {}
