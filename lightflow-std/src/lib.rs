//! Typed nodes that AI and media pipelines are made of.
//!
//! Each family is a module with a feature of its own name; none is on by default, so nobody compiles what they do not use. A node is a
//! plain function: call it in a test, or wire it in a workflow.
//!
//! A binary that finds nodes by search but names none of a family in its workflows says `lightflow::link!(lightflow_std)`.

#[cfg(feature = "audio")]
pub mod audio;
#[cfg(any(feature = "http", feature = "llm", feature = "media-api"))]
mod connect;
#[cfg(feature = "data")]
pub mod data;
#[cfg(feature = "embedding")]
pub mod embedding;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "image")]
pub mod image;
pub mod listing;
#[cfg(feature = "llm")]
pub mod llm;
#[cfg(feature = "media-api")]
pub mod media_api;
#[cfg(feature = "onnx")]
pub mod onnx;
#[cfg(any(feature = "audio", feature = "data", feature = "http", feature = "image", feature = "process"))]
pub mod output_file;
#[cfg(feature = "process")]
pub mod process;
#[cfg(any(feature = "llm", feature = "media-api"))]
mod remote;
#[cfg(any(feature = "http", feature = "llm", feature = "media-api"))]
mod retry_after;
#[cfg(feature = "video")]
pub mod video;
