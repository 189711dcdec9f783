//! A list of latents where the workflow gives pictures.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Vec<Latent> {
    for name in list_images(path) {
        encode(&load(name))
    }
}

fn main() {}
