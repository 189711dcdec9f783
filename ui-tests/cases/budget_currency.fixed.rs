//! A cost in another currency.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(budget(cost = "1.00 USD"))]
fn picture(path: String) -> Image {
    let photo = load(path);
    let text = describe(&photo);
    caption { image: &photo, title: &text, .. }
}

fn main() {}
