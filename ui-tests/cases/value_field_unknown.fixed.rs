//! A field that an output does not have.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let cutout = cut_out(load(path));
    resize(cutout.subject, 512)
}

fn main() {}
