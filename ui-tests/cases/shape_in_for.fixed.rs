use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn pictures(prompts: Vec<String>) -> Vec<Tensor> {
    let latent = canvas(512, 512);
    for prompt in prompts {
        let text = encode_text(prompt);
        sample { latent: &latent, text: &text, .. }
    }
}

fn main() {}
