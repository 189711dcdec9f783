//! Latents to pictures.

use lightflow::prelude::*;

use crate::models::Decoder;
use crate::types::{Latent, Picture, Tiny};

/// Turns a latent into a picture eight times as large.
#[node(shape(latent: [1, 4, h, w] -> [8*h, 8*w, 3]))]
pub fn decode(latent: &Latent<Tiny>) -> Result<Picture, candle_core::Error> {
    Ok(Picture { tensor: Decoder::new()?.decode(&latent.tensor)? })
}
