//! A latent where a picture is wanted, in a composition.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image) -> Image {
    let latent = encode(&photo);
    resize(decode(latent), 512)
}

fn main() {}
