//! Pictures, films and speech that a service makes: [fal](https://docs.fal.ai/model-endpoints/queue),
//! [Replicate](https://replicate.com/docs/reference/http), OpenAI images, ElevenLabs speech; one node for all of them.
//!
//! [`generate_media`](fn@generate_media::generate_media) saves what comes,
//! [`generate_media_bytes`](fn@generate_media_bytes::generate_media_bytes) gives it as bytes. A job is sent, asked after at growing intervals,
//! and downloaded within bounds: what is no picture, film or sound is refused. If the run is cancelled or its time is over, the service is
//! asked to cancel the job.
//!
//! # Paid once
//!
//! The nodes are not `volatile`: what was made and paid for is not made again while model and input are the same; another `seed` in the
//! input makes another. Each job is sent with an `Idempotency-Key` that is the same for all tries of a step, so that a service that heeds
//! it works once.

pub mod generate_media;
pub mod generate_media_bytes;

mod caller;
mod error;
mod fetch;
mod found;
mod job;
mod kind;
mod service;

#[cfg(test)]
mod recorded;

pub use error::MediaError;
pub use generate_media::{GeneratedFiles, MediaFile};
pub use generate_media_bytes::{GeneratedBytes, MediaBytes};
pub use kind::MediaKind;
pub use service::MediaService;
