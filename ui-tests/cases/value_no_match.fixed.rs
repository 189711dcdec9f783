//! A text of another form than the port takes.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption(&photo, "Mug", "round".into(), Backdrop::Plain, 0)
}

fn main() {}
