//! The networks. Their weights come from a seed, so they are the same everywhere and nothing is downloaded.

mod decoder;
mod denoiser;
mod text_encoder;
mod weights;

pub use decoder::Decoder;
pub use denoiser::Denoiser;
pub use text_encoder::TextEncoder;
pub use weights::Weights;
