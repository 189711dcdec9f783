//! A latent where a picture is wanted, beside defaults.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let latent = encode(&load(path));
    resize { image: decode(latent), .. }
}

fn main() {}
