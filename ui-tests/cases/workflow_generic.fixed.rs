//! A workflow with a type parameter.

use lightflow::prelude::*;

#[workflow]
fn picture(path: String) -> ui_tests::Image {
    let photo = ui_tests::load(path);
    ui_tests::resize(photo, 512)
}

fn main() {}
