//! Pictures: decoded within bounds, made smaller, and encoded for a screen.

mod decode;
mod error;
mod resize;
mod thumbnail;

pub use decode::{MAX_PIXELS, dimensions};
pub use error::ImageError;
pub use thumbnail::{Thumbnail, thumbnail};

pub(crate) use decode::decode;
pub(crate) use resize::{Small, fit};
