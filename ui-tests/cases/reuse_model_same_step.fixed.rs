//! A value that cannot be cloned is given twice to one step.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let model = load_model(path);
    load(format!("{}.png", model.scale))
}

fn main() {}
