//! picture -> save_picture: a picture with an alpha channel.

use diffusion::nodes::decode::decode;
use diffusion::nodes::empty_latent::empty_latent;
use diffusion::nodes::save_picture::save_picture;
use diffusion::types::Picture;
use lightflow::prelude::*;

/// Adds a fourth channel.
#[node(shape(picture: [h, w, 3] -> [h, w, 4]))]
fn with_alpha(picture: &Picture) -> Picture {
    picture.clone()
}

#[workflow]
fn picture(seed: u64) -> PathBuf {
    let noise = empty_latent { seed, .. };
    let painted = decode(&noise);
    let transparent = with_alpha(&painted);
    save_picture { picture: &transparent, .. }
}

fn main() {}
