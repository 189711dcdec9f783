//! Guesses the noise in a latent, as a text suggests it.

use candle_core::{Result, Tensor};

use super::text_encoder::softmax;
use super::{TextEncoder, Weights};

/// Two convolutions with attention to the text between them.
#[derive(Debug)]
pub struct Denoiser {
    enter: Tensor,
    query: Tensor,
    leave: Tensor,
}

impl Denoiser {
    /// Channels of a latent.
    pub const CHANNELS: usize = 4;
    const INSIDE: usize = 24;

    /// The model.
    ///
    /// # Errors
    /// When its weights cannot be made.
    pub fn new() -> Result<Self> {
        let mut weights = Weights::seeded(0xd1ff);
        Ok(Self {
            enter: weights.layer(&[Self::INSIDE, Self::CHANNELS, 3, 3])?,
            query: weights.layer(&[TextEncoder::WIDTH, Self::INSIDE])?,
            leave: weights.layer(&[Self::CHANNELS, Self::INSIDE, 3, 3])?,
        })
    }

    /// The noise in `latent`, at `level` from 1 (all of it is noise) to 0.
    ///
    /// # Errors
    /// When a tensor operation fails.
    pub fn noise(&self, latent: &Tensor, text: &Tensor, level: f64) -> Result<Tensor> {
        let (batch, _, height, width) = latent.dims4()?;
        let inside = latent.conv2d(&self.enter, 1, 1, 1, 1)?.tanh()?;
        // Every cell asks the text, and takes what fits.
        let cells = inside.flatten_from(2)?.transpose(1, 2)?.contiguous()?;
        let queries = cells.broadcast_matmul(&self.query.t()?)?;
        let scores = queries.matmul(&text.transpose(1, 2)?.contiguous()?)?.affine(0.125, 0.0)?;
        let answers = softmax(&scores)?.matmul(text)?.broadcast_matmul(&self.query)?;
        let answers = answers.transpose(1, 2)?.reshape((batch, Self::INSIDE, height, width))?;
        let mixed = (inside + answers.affine(level, 0.0)?)?.tanh()?;
        mixed.conv2d(&self.leave, 1, 1, 1, 1)
    }
}
