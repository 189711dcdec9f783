//! A named output with a typing error.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let Cutout { subject, mask } = cut_out(load(path));
    composite { image: subject, mask, backdrop: Backdrop::Plain }
}

fn main() {}
