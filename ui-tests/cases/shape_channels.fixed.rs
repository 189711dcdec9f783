//! Replaces "Given groups=1, weight of size [320, 4, 3, 3], expected input to have 4 channels, but got 16 channels instead".

use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let latent = canvas(512, 512);
    let done = sample { latent: &latent, text: &text, .. };
    to_picture(&done)
}

fn main() {}
