//! A workflow with a type parameter.

use lightflow::prelude::*;

#[workflow]
fn picture<T>(path: String) -> Image {
    let photo = load(path);
    resize(photo, 512)
}

fn main() {}
