//! A latent where a picture is wanted, by name.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let latent = encode(&load(path));
    resize { image: decode(latent), width: 512 }
}

fn main() {}
