//! Signal processing that is much work for the compiler: pictures in another size, sound at another rate, spectra.
//!
//! The crates that do it are generic, for many types of pixels and sizes of transforms. Here they are compiled once, for all that uses them,
//! and not again for its tests.

#[cfg(feature = "raster")]
pub mod raster;
#[cfg(feature = "sound")]
pub mod rate;
#[cfg(feature = "sound")]
pub mod spectrum;
