//! One picture from words.

use lightflow::prelude::*;

use crate::nodes::decode::decode;
use crate::nodes::empty_latent::empty_latent;
use crate::nodes::encode_text::encode_text;
use crate::nodes::sample::sample;
use crate::nodes::save_picture::save_picture;

/// Paints a picture from words.
#[workflow]
pub fn picture(
    #[port(default = "a lighthouse at dawn")] prompt: String,
    #[port(default = 256, range = 64..=1024, unit = "px")] width: u32,
    #[port(default = 256, range = 64..=1024, unit = "px")] height: u32,
    #[port(default = 12, range = 1..=100)] steps: u32,
    #[port(default = 7)] seed: u64,
) -> PathBuf {
    let text = encode_text(&prompt);
    let noise = empty_latent { width, height, seed };
    let latent = sample { latent: &noise, text: &text, steps };
    let picture = decode(&latent);
    let name: String = format!("picture-{seed}");
    save_picture { picture: &picture, name: &name }
}
