//! A field of an output, given to a port by value.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn cover(path: String) -> Image {
    let cutout = cut_out(load(path.clone()));
    let small = resize(cutout.subject, 512);
    composite { image: small, mask: cut_out(load(path)).mask, backdrop: Backdrop::Plain }
}

fn main() {}
