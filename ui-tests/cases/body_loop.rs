//! A `loop`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    loop {
        resize(photo, 512);
    }
    photo
}

fn main() {}
