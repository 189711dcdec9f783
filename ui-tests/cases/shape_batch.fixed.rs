//! Replaces "Sizes of tensors must match except in dimension 1. Expected size 2 but got size 1 for tensor number 1 in the list".

use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let one = canvas(512, 512);
    sample { latent: &one, text: &text, .. }
}

fn main() {}
