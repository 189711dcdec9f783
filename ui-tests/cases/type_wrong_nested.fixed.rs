//! A picture where a latent is wanted: the output of a call inside a call.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    decode(encode(&load(path)))
}

fn main() {}
