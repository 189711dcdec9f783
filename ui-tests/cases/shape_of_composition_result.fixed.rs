use lightflow::prelude::*;
use ui_tests::shapes::*;

#[composition]
fn noise() -> Tensor {
    canvas(512, 512)
}

#[workflow]
fn picture(prompt: String) -> Tensor {
    let latent = noise();
    let text = encode_text(prompt);
    sample { latent: &latent, text: &text, .. }
}

fn main() {}
