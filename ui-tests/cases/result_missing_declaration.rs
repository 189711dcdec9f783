//! A workflow that gives what it does not declare.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) {
    let photo = load(path);
    resize(photo, 512)
}

fn main() {}
