//! A text of another form than the port takes.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    caption(&photo, "Mug 7", "round".into(), Backdrop::Plain, 0)
}

fn main() {}
