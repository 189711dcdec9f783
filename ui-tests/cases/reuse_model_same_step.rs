//! A value that cannot be cloned is given twice to one step.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let model = load_model(path);
    let pair: (Model, Model) = (model, model);
    load(format!("{}.png", pair.0.scale))
}

fn main() {}
