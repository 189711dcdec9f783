//! A step of another type than is written.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let latent: Latent = encode(&load(path));
    decode(latent)
}

fn main() {}
