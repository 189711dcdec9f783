//! A latent where a picture is wanted, and there is one.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let latent = encode(&photo);
    resize(photo, 512)
}

fn main() {}
