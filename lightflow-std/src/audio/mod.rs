//! Sound: decode, resample, mix, measure, draw, save.
//!
//! [`Audio`] is what goes from node to node: 32-bit float samples, of which none is infinite or no number. Levels are decibels of full scale
//! (dBFS), loudness is LUFS, times are seconds. Pictures of sound are there together with the feature `image`.

mod decibel;
mod pcm;
#[cfg(feature = "image")]
mod plot;
mod value;
mod wav_bytes;
mod windows;

pub mod concat;
pub mod decode;
pub mod detect_activity;
pub mod detect_silence;
pub mod gain;
pub mod gate;
pub mod load_audio;
pub mod loudness;
pub mod mix;
pub mod normalize_loudness;
pub mod resample;
pub mod save_flac;
pub mod save_wav;
pub mod segment;
#[cfg(feature = "image")]
pub mod spectrogram_image;
pub mod trim_silence;
#[cfg(feature = "image")]
pub mod waveform_image;

pub use segment::Segment;
pub use value::{Audio, AudioError};
