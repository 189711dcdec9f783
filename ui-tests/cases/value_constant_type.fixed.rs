//! A constant of another type than the port's.

use lightflow::prelude::*;
use ui_tests::*;

const SIDE: u64 = 512;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, SIDE.try_into().unwrap())
}

fn main() {}
