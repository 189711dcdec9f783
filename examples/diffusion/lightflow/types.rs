//! What travels on the edges.

use std::marker::PhantomData;

use candle_core::Tensor;
use lightflow::prelude::*;

/// The family of the small model: latents with 4 channels, text of width 64.
#[derive(Clone, Debug)]
pub struct Tiny;

impl Family for Tiny {
    const NAME: &'static str = "Tiny";
}

/// A family whose latents have 16 channels.
#[derive(Clone, Debug)]
pub struct Wide;

impl Family for Wide {
    const NAME: &'static str = "Wide";
}

/// Words as vectors: `[batch, tokens, width]`.
#[derive(Port, Clone, Debug)]
#[port(handle)]
pub struct Text<F: Family> {
    /// The vectors.
    pub tensor: Tensor,
    /// Whose text encoder made them.
    pub family: PhantomData<F>,
}

/// A picture in the space of a model: `[batch, channels, height, width]`.
#[derive(Port, Clone, Debug)]
#[port(handle)]
pub struct Latent<F: Family> {
    /// The values.
    pub tensor: Tensor,
    /// Whose space it is.
    pub family: PhantomData<F>,
}

/// A picture: `[height, width, 3]`, one byte a channel, sRGB.
#[derive(Port, Clone, Debug)]
#[port(handle)]
pub struct Picture {
    /// The bytes.
    pub tensor: Tensor,
}

impl<F: Family> Text<F> {
    /// Vectors of this family.
    pub fn new(tensor: Tensor) -> Self {
        Self { tensor, family: PhantomData }
    }
}

impl<F: Family> Latent<F> {
    /// Values of this family.
    pub fn new(tensor: Tensor) -> Self {
        Self { tensor, family: PhantomData }
    }
}

fn sizes(tensor: &Tensor) -> Sizes {
    tensor.dims().iter().map(|size| *size as u64).collect()
}

impl<F: Family> Shaped for Text<F> {
    fn sizes(&self) -> Sizes {
        sizes(&self.tensor)
    }
}

impl<F: Family> Shaped for Latent<F> {
    fn sizes(&self) -> Sizes {
        sizes(&self.tensor)
    }
}

impl Shaped for Picture {
    fn sizes(&self) -> Sizes {
        sizes(&self.tensor)
    }
}
