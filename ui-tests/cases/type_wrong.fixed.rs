//! A latent where a picture is wanted.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let latent = encode(&load(path));
    resize(decode(latent), 512)
}

fn main() {}
