use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String, many: bool) -> Tensor {
    let text = encode_text(prompt);
    let latent: Tensor = if many { canvas(512, 512) } else { canvas(256, 256) };
    sample { latent: &latent, text: &text, .. }
}

fn main() {}
