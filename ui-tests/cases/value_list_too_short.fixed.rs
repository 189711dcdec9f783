//! A list of fewer items than the port takes.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    stack(vec![photo.clone(), photo])
}

fn main() {}
