//! Weights from a seed.

use candle_core::{Device, Result, Tensor};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};

/// Draws weights one after another.
#[derive(Debug)]
pub struct Weights(ChaCha8Rng);

impl Weights {
    /// The same seed draws the same weights.
    pub fn seeded(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Normal numbers with a standard deviation of 1.
    ///
    /// # Errors
    /// When the tensor cannot be made.
    pub fn normal(&mut self, sizes: &[usize]) -> Result<Tensor> {
        let count = sizes.iter().product();
        let values: Vec<f32> = (0..count).map(|_| StandardNormal.sample(&mut self.0)).collect();
        Tensor::from_vec(values, sizes, &Device::Cpu)
    }

    /// Weights of a layer that keeps the variance of its input: He et al., <https://arxiv.org/abs/1502.01852>.
    ///
    /// # Errors
    /// When the tensor cannot be made.
    pub fn layer(&mut self, sizes: &[usize]) -> Result<Tensor> {
        let inputs: usize = sizes[1..].iter().product();
        self.normal(sizes)?.affine((2.0 / inputs as f64).sqrt(), 0.0)
    }
}
