//! Models in [ONNX](https://onnx.ai), on the CPU, run by [ONNX Runtime](https://onnxruntime.ai) through [ort](https://ort.pyke.io).
//!
//! # What has to be installed
//!
//! The shared library of ONNX Runtime, 1.17 or later, and its path in `ORT_DYLIB_PATH`. The PyPI wheel `onnxruntime` has it: unpacked, it is
//! `onnxruntime/capi/libonnxruntime.so.*`. Nodes say `needs(env("ORT_DYLIB_PATH"))`, so a run without it does not begin.
//!
//! # Why this library
//!
//! It is the reference implementation: it has all operators of the standard. It is loaded when the first model is, so building this family
//! takes seconds. `tract`, which is Rust throughout and needs nothing installed, builds for minutes and, by its own account, passes most
//! but not all of the standard's tests.
//!
//! ```no_run
//! use lightflow::prelude::*;
//! use lightflow_std::onnx::Tensor;
//! use lightflow_std::onnx::apply_onnx::apply_onnx;
//! use lightflow_std::onnx::load_onnx::load_onnx;
//!
//! /// Classifies a batch of pictures.
//! #[workflow]
//! fn classify(path: PathBuf, sha256: String, pixels: Tensor) -> Tensor {
//!     let model = load_onnx { path: &path, sha256: &sha256, .. };
//!     apply_onnx(&model, &pixels)
//! }
//! ```

pub mod apply_onnx;
#[cfg(feature = "image")]
pub mod image_to_tensor;
pub mod load_onnx;
pub mod run_onnx;

mod error;
mod model;
mod runtime;
mod tensor;

#[cfg(test)]
mod small;

pub use error::{OnnxError, TensorError};
pub use model::OnnxModel;
pub use run_onnx::NamedTensor;
pub use tensor::{Tensor, TensorData};
