//! What can go wrong with tensors and models.

use std::path::PathBuf;

use lightflow::models::ModelMissing;

/// Why numbers are no tensor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TensorError {
    /// Shape and numbers do not belong together.
    #[error("a tensor of shape {shape:?} has {expected} numbers, but {found} are given")]
    Length {
        /// The shape.
        shape: Vec<usize>,
        /// What it asks for.
        expected: String,
        /// What there is.
        found: usize,
    },
    /// Too many axes.
    #[error("a tensor has at most {most} axes, not {found}")]
    Rank {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Not one number for each of red, green and blue.
    #[error("an image has three channels; give three means and three deviations")]
    Channels,
    /// Bytes that are no tensor.
    #[error("the bytes are no tensor: {0}; compute it again")]
    Bytes(&'static str),
}

/// Why a model is not loaded or does not run.
#[derive(Debug, thiserror::Error)]
pub enum OnnxError {
    /// The files of a model asset are nowhere.
    #[error(transparent)]
    Missing(#[from] ModelMissing),
    /// `ORT_DYLIB_PATH` is not set.
    #[error(
        "`ORT_DYLIB_PATH` is not set; set it to the library of ONNX Runtime, such as `libonnxruntime.so` from the PyPI package `onnxruntime`"
    )]
    NoLibrary,
    /// The library cannot be used.
    #[error("`ORT_DYLIB_PATH` is `{}`, which is no library of ONNX Runtime 1.17 or later: {reason}; set it to one", path.display())]
    Library {
        /// What the variable says.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file cannot be read.
    #[error("`{}` cannot be read; check the path and its permissions", path.display())]
    Read {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is larger than the format allows.
    #[error("`{}` has more than the 2 GiB that an ONNX file can have; export the model in smaller parts", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is not the one that was meant.
    #[error("`{}` has the SHA-256 {found}, not {expected}; get the file again", path.display())]
    OtherFile {
        /// The file.
        path: PathBuf,
        /// What was promised.
        expected: String,
        /// What it has.
        found: String,
    },
    /// The file is no model that can be run.
    #[error("`{}` is no ONNX model that can be run: {reason}", path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// What ONNX Runtime says.
        reason: String,
    },
    /// An input or output of another kind than tensors of `f32` or `i64`.
    #[error("`{name}` of the model is {found}; export it with tensors of `float` (f32) or `int64` (i64)")]
    Kind {
        /// The input or output.
        name: String,
        /// What it is.
        found: String,
    },
    /// An input that the model does not have, or that is not given.
    #[error("the model has the inputs {known}; {problem}")]
    Inputs {
        /// All its inputs.
        known: String,
        /// What is wrong.
        problem: String,
    },
    /// A tensor that does not fit its input.
    #[error("the input `{name}` takes {expected}, not {found}; give it a tensor that fits")]
    Shape {
        /// The input.
        name: String,
        /// What it takes.
        expected: String,
        /// What was given.
        found: String,
    },
    /// An output that the model does not have.
    #[error("the model has the outputs {known}, but no `{name}`")]
    Output {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The model failed on these inputs.
    #[error("the model failed: {0}")]
    Run(String),
    /// What the model gave is no tensor.
    #[error(transparent)]
    Tensor(#[from] TensorError),
}
