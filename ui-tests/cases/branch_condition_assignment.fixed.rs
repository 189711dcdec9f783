//! A condition with one `=`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    if photo.width == 512 { resize(photo, 256) } else { photo }
}

fn main() {}
