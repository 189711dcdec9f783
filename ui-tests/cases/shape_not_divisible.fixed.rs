//! Replaces "shape '[1, 4, 62, 64]' is invalid for input of size 16000", after a minute of sampling.

use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let latent = canvas(512, 504);
    sample { latent: &latent, text: &text, .. }
}

fn main() {}
