//! Bytes to vectors.

use candle_core::{D, Device, Result, Tensor};

use super::Weights;

/// One token a byte, cut or filled up to a fixed length, and one layer of attention.
#[derive(Debug)]
pub struct TextEncoder {
    embedding: Tensor,
    places: Tensor,
    mix: Tensor,
}

impl TextEncoder {
    /// How many tokens a text has.
    pub const TOKENS: usize = 32;
    /// The width of a token's vector.
    pub const WIDTH: usize = 64;

    /// The model.
    ///
    /// # Errors
    /// When its weights cannot be made.
    pub fn new() -> Result<Self> {
        let mut weights = Weights::seeded(0x7e87);
        Ok(Self {
            embedding: weights.normal(&[256, Self::WIDTH])?,
            places: weights.normal(&[Self::TOKENS, Self::WIDTH])?,
            mix: weights.layer(&[Self::WIDTH, Self::WIDTH])?,
        })
    }

    /// The text as `[1, tokens, width]`.
    ///
    /// # Errors
    /// When a tensor operation fails.
    pub fn encode(&self, text: &str) -> Result<Tensor> {
        let mut tokens: Vec<u32> = text.bytes().take(Self::TOKENS).map(u32::from).collect();
        tokens.resize(Self::TOKENS, 0);
        let tokens = Tensor::from_vec(tokens, Self::TOKENS, &Device::Cpu)?;
        let vectors = self.embedding.index_select(&tokens, 0)?.add(&self.places)?;
        let scores =
            vectors.matmul(&self.mix)?.matmul(&vectors.t()?)?.affine(1.0 / Self::WIDTH as f64, 0.0)?;
        softmax(&scores)?.matmul(&vectors)?.unsqueeze(0)
    }
}

pub(super) fn softmax(scores: &Tensor) -> Result<Tensor> {
    let greatest = scores.max_keepdim(D::Minus1)?;
    let powers = scores.broadcast_sub(&greatest)?.exp()?;
    powers.broadcast_div(&powers.sum_keepdim(D::Minus1)?)
}
