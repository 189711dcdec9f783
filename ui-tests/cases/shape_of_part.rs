use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let (pooled, _tokens) = encode_both(prompt);
    let latent = canvas(512, 512);
    sample { latent: &latent, text: &pooled, .. }
}

fn main() {}
