//! Latents to pictures, eight times as large.

use candle_core::{DType, Result, Tensor};

use super::{Denoiser, Weights};

/// Three times: twice as large, then a convolution.
#[derive(Debug)]
pub struct Decoder {
    layers: Vec<Tensor>,
}

impl Decoder {
    /// The model.
    ///
    /// # Errors
    /// When its weights cannot be made.
    pub fn new() -> Result<Self> {
        let mut weights = Weights::seeded(0xdec0);
        let channels = [Denoiser::CHANNELS, 16, 12, 3];
        let layers = channels.windows(2).map(|pair| weights.layer(&[pair[1], pair[0], 3, 3]));
        Ok(Self { layers: layers.collect::<Result<_>>()? })
    }

    /// `[1, 4, h, w]` to `[8*h, 8*w, 3]` bytes.
    ///
    /// # Errors
    /// When a tensor operation fails.
    pub fn decode(&self, latent: &Tensor) -> Result<Tensor> {
        let mut values = latent.clone();
        for layer in &self.layers {
            let (_, _, height, width) = values.dims4()?;
            values = values.upsample_nearest2d(2 * height, 2 * width)?.conv2d(layer, 1, 1, 1, 1)?.tanh()?;
        }
        let picture = values.squeeze(0)?.permute((1, 2, 0))?;
        picture.affine(127.5, 127.5)?.round()?.to_dtype(DType::U8)
    }
}
