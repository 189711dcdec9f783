//! A constant outside of the port's range.

use lightflow::prelude::*;
use ui_tests::*;

const SIDE: u32 = 900;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize { image: photo, width: SIDE }
}

fn main() {}
