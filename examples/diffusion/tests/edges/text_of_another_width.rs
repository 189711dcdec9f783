//! text -> sample: vectors of another width.

use diffusion::nodes::decode::decode;
use diffusion::nodes::empty_latent::empty_latent;
use diffusion::nodes::encode_text::encode_text_wide;
use diffusion::nodes::sample::sample;
use diffusion::types::Picture;
use lightflow::prelude::*;

#[workflow]
fn picture(prompt: String, seed: u64) -> Picture {
    let text = encode_text_wide(&prompt);
    let noise = empty_latent { seed, .. };
    let latent = sample { latent: &noise, text: &text, .. };
    decode(&latent)
}

fn main() {}
