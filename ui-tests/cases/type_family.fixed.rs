//! A latent of one model family where another is wanted.

use std::marker::PhantomData;

use lightflow::prelude::*;

struct Sd15;
struct Flux;

impl Family for Sd15 {
    const NAME: &'static str = "sd15";
}

impl Family for Flux {
    const NAME: &'static str = "flux";
}

/// Values that a decoder turns into a picture.
#[derive(Clone, Port)]
#[port(handle)]
struct Latent<F: Family> {
    size: u32,
    family: PhantomData<F>,
}

/// Noise for the small model.
#[node]
fn noise_small(size: u32) -> Latent<Sd15> {
    Latent { size, family: PhantomData }
}

/// Noise for the large model.
#[node]
fn noise_large(size: u32) -> Latent<Flux> {
    Latent { size, family: PhantomData }
}

/// Takes noise away.
#[node]
fn sample(latent: Latent<Flux>) -> u32 {
    latent.size
}

#[workflow]
fn picture(size: u32) -> u32 {
    let noise = noise_large(size);
    sample(noise)
}

fn main() {
    drop((noise_small(1), noise_large(1)));
}
