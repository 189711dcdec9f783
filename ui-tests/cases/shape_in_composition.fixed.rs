use lightflow::prelude::*;
use ui_tests::shapes::*;

#[composition]
fn painted(latent: Tensor, prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let done = sample { latent: &latent, text: &text, .. };
    to_picture(&done)
}

#[workflow]
fn picture(prompt: String) -> Tensor {
    let latent = canvas(512, 512);
    painted { latent, prompt }
}

fn main() {}
