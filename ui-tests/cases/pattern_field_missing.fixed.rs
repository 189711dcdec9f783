//! Some of the named outputs, without `..`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let Cutout { subject, .. } = cut_out(load(path));
    resize(subject, 512)
}

fn main() {}
