//! A field moved out of a shared value.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let cutout = cut_out(load(path));
    let subject: Image = cutout.subject;
    resize(subject, 512)
}

fn main() {}
