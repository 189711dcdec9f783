//! A workflow that gives a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Vec<u32> {
    let photo = load(path);
    let histogram: Vec<u32> = vec![photo.width; 8];
    histogram
}

fn main() {}
