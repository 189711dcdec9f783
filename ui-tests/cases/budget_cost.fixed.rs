//! A higher cost than the budget has.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(budget(cost = "0.10 USD"))]
fn picture(path: String) -> Image {
    let photo = load(path);
    let text = describe(&photo);
    let more = describe(&photo);
    caption { image: &photo, title: &format!("{text}{more}"), .. }
}

fn main() {}
