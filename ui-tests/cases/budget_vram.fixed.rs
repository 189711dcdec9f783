//! More memory than the budget has.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(budget(vram = "12GiB"))]
fn picture(path: String) -> Image {
    let photo = load(path);
    let text = describe(&photo);
    let done = through_program(photo);
    caption { image: &done, title: &text, .. }
}

fn main() {}
