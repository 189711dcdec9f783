//! Takes the noise away.

use lightflow::prelude::*;

use crate::models::Denoiser;
use crate::types::{Latent, Text, Tiny};

/// Takes noise away step by step: Euler's method on a straight path from noise to picture.
#[node(shape(latent: [b, 4, h, w], text: [b, 32, 64] -> [b, 4, h, w]))]
pub fn sample(
    latent: &Latent<Tiny>,
    text: &Text<Tiny>,
    #[port(default = 12, range = 1..=100)] steps: u32,
    ctx: &Ctx,
) -> Result<Latent<Tiny>, candle_core::Error> {
    let model = Denoiser::new()?;
    let mut tensor = latent.tensor.clone();
    for step in 0..steps {
        if ctx.cancelled() {
            break;
        }
        let level = 1.0 - f64::from(step) / f64::from(steps);
        let noise = model.noise(&tensor, &text.tensor, level)?;
        tensor = (tensor - noise.affine(1.0 / f64::from(steps), 0.0)?)?;
        ctx.progress((step + 1) as f32 / steps as f32, format!("step {} of {steps}", step + 1));
    }
    Ok(Latent::new(tensor))
}
