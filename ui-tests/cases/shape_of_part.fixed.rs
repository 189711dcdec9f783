use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let (_pooled, tokens) = encode_both(prompt);
    let latent = canvas(512, 512);
    sample { latent: &latent, text: &tokens, .. }
}

fn main() {}
