//! The steps from words to a picture.

pub mod decode;
pub mod empty_latent;
pub mod encode_text;
pub mod sample;
pub mod save_picture;
