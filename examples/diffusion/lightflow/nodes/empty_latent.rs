//! Where sampling starts.

use lightflow::prelude::*;

use crate::models::Weights;
use crate::types::{Latent, Tiny, Wide};

/// Noise for a picture of this size.
#[node(shape(-> [1, 4, height/8, width/8] where height % 8 == 0, width % 8 == 0))]
pub fn empty_latent(
    #[port(default = 256, range = 64..=1024, unit = "px")] width: u32,
    #[port(default = 256, range = 64..=1024, unit = "px")] height: u32,
    seed: u64,
) -> Result<Latent<Tiny>, candle_core::Error> {
    let sizes = [1, 4, height as usize / 8, width as usize / 8];
    Ok(Latent::new(Weights::seeded(seed).normal(&sizes)?))
}

/// Noise for models with 16 channels.
#[node(shape(-> [1, 16, height/8, width/8] where height % 8 == 0, width % 8 == 0))]
pub fn empty_latent_wide(width: u32, height: u32, seed: u64) -> Result<Latent<Wide>, candle_core::Error> {
    let sizes = [1, 16, height as usize / 8, width as usize / 8];
    Ok(Latent::new(Weights::seeded(seed).normal(&sizes)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_noise_and_another_one_does_not() {
        let noise = |seed| {
            let latent = empty_latent(64, 64, seed).unwrap();
            latent.tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap()
        };
        assert_eq!(noise(7), noise(7));
        assert_ne!(noise(7), noise(8));
    }
}
