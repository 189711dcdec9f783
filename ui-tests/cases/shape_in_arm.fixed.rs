use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String, wide: bool) -> Tensor {
    let latent = canvas(512, 512);
    if wide {
        let text = encode_text(prompt);
        sample { latent: &latent, text: &text, .. }
    } else {
        let text = encode_text(prompt);
        sample { latent: &latent, text: &text, .. }
    }
}

fn main() {}
