//! noise -> sample: the latent of another model.

use diffusion::nodes::decode::decode;
use diffusion::nodes::empty_latent::empty_latent_wide;
use diffusion::nodes::encode_text::encode_text;
use diffusion::nodes::sample::sample;
use diffusion::types::Picture;
use lightflow::prelude::*;

#[workflow]
fn picture(prompt: String, seed: u64) -> Picture {
    let text = encode_text(&prompt);
    let noise = empty_latent_wide { width: 256, height: 256, seed };
    let latent = sample { latent: &noise, text: &text, .. };
    decode(&latent)
}

fn main() {}
