//! A currency in small letters.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(budget(cost = "0.10 USD"))]
fn picture(path: String) -> Image {
    let photo = load(path);
    resize(photo, 64)
}

fn main() {}
