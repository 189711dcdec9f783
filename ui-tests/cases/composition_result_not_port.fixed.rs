//! A composition that gives a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image) -> Vec<u32> {
    let histogram: Vec<u32> = vec![photo.width; 8];
    histogram
}

fn main() {}
