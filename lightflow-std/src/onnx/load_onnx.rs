//! A file, into memory.

use std::path::Path;

use lightflow::prelude::*;

use super::{OnnxError, OnnxModel};

/// Loads an ONNX model from a file whose SHA-256 is known. Its inputs and outputs are tensors of `f32` or `i64`.
///
/// Weights are in the file itself: models with weights in files beside it are not loaded.
/// For a model that is declared with `#[model(..)]`, see [`OnnxModel::of_asset`].
///
/// ```no_run
/// use lightflow_std::onnx::load_onnx::load_onnx;
///
/// let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// let model = load_onnx("squeezenet.onnx".as_ref(), sha256, 0)?;
/// println!("{}", model.inputs().collect::<Vec<_>>().join(", "));
/// # Ok::<(), lightflow_std::onnx::OnnxError>(())
/// ```
///
/// # Errors
/// When ONNX Runtime is not there, the file is missing or another one, or it is no model that can be run.
#[node(needs(fs, env("ORT_DYLIB_PATH")), blocking)]
pub fn load_onnx(
    /// The `.onnx` file.
    path: &Path,
    /// What `sha256sum` prints for it.
    #[port(matches = "[0-9a-fA-F]{64}")]
    sha256: &str,
    /// How many threads one run takes; 0 for one a core.
    #[port(default = 0, range = 0..=256)]
    threads: u32,
) -> Result<OnnxModel, OnnxError> {
    OnnxModel::load(path, sha256, threads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::onnx::small::{self, has_runtime};

    #[test]
    fn without_the_library_the_error_says_what_to_install() {
        let loaded = small::load(&small::scaled(2.0));
        if has_runtime() {
            return assert_eq!(format!("{:?}", loaded.unwrap()), "OnnxModel(`x` -> `y`)");
        }
        let error = loaded.unwrap_err().to_string();
        assert!(error.contains("PyPI package `onnxruntime`"), "{error}");
    }

    #[test]
    fn what_is_no_model_is_one_error() {
        if !has_runtime() {
            return;
        }
        let whole = small::scaled(2.0);
        for bytes in [&b""[..], b"not a model", &whole[..whole.len() / 2], &whole[..10]] {
            let error = small::load(bytes).unwrap_err();
            let text = error.to_string();
            assert!(matches!(error, OnnxError::Model { .. }) && !text.contains('\n'), "{text}");
        }
        let error = small::load(&small::of_doubles()).unwrap_err().to_string();
        assert!(error.starts_with("`x` of the model is ") && error.contains("`float` (f32)"), "{error}");
    }

    #[test]
    fn another_file_is_refused_before_it_is_parsed() {
        if !has_runtime() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.onnx");
        std::fs::write(&path, small::scaled(2.0)).unwrap();
        let error = load_onnx(&path, &"0".repeat(64), 0).unwrap_err();
        assert!(matches!(error, OnnxError::OtherFile { .. }), "{error}");
        let error = load_onnx(&folder.path().join("none.onnx"), &"0".repeat(64), 0).unwrap_err();
        assert!(matches!(error, OnnxError::Read { .. }), "{error}");
    }
}
