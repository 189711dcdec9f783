//! A value with a typing error, in a text.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(name: String) -> Image {
    let title: String = format!("{name}.png");
    load(title)
}

fn main() {}
