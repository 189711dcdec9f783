//! A node with a typing error; a field of its output is used.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize { image: photo, width: 512 };
    let width: u32 = small.width * 2;
    let title: String = format!("{} {width}", small.height);
    load(title)
}

fn main() {}
