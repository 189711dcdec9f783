//! Replaces "mat1 and mat2 shapes cannot be multiplied (77x2048 and 768x320)".

use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let latent = canvas(512, 512);
    sample { latent: &latent, text: &text, .. }
}

fn main() {}
