//! latent -> decode: two latents, where one is wanted.

use diffusion::nodes::decode::decode;
use diffusion::nodes::empty_latent::empty_latent;
use diffusion::types::{Latent, Picture, Tiny};
use lightflow::prelude::*;

/// Puts two latents into one batch.
#[node(shape(first: [a, c, h, w], second: [b, c, h, w] -> [a + b, c, h, w]))]
fn batch(first: &Latent<Tiny>, second: &Latent<Tiny>) -> Latent<Tiny> {
    Latent::new(first.tensor.clone().add(&second.tensor).unwrap())
}

#[workflow]
fn picture(seed: u64) -> Picture {
    let noise = empty_latent { seed, .. };
    let two = batch(&noise, &noise);
    decode(&two)
}

fn main() {}
