//! A latent where the workflow gives a picture.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Latent {
    let photo = load(path);
    encode(&photo)
}

fn main() {}
