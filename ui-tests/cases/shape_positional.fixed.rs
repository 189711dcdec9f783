use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let latent = canvas(512, 512);
    sample(&latent, &text, 20)
}

fn main() {}
