//! One tensor in, one out.

use lightflow::prelude::*;

use super::{OnnxError, OnnxModel, Tensor};

/// Runs a model that has one input, and gives its first output.
///
/// ```no_run
/// use lightflow_std::onnx::Tensor;
/// use lightflow_std::onnx::apply_onnx::apply_onnx;
/// use lightflow_std::onnx::load_onnx::load_onnx;
///
/// # let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// let model = load_onnx("squeezenet.onnx".as_ref(), sha256, 0)?;
/// let scores = apply_onnx(&model, &Tensor::f32(&[1, 3, 224, 224], vec![0.0; 3 * 224 * 224])?)?;
/// assert_eq!(scores.shape(), [1, 1000]);
/// # Ok::<(), lightflow_std::onnx::OnnxError>(())
/// ```
///
/// # Errors
/// When the model has other inputs than one, the tensor does not fit it, or the model fails.
#[node(blocking)]
pub fn apply_onnx(model: &OnnxModel, tensor: &Tensor) -> Result<Tensor, OnnxError> {
    let names: Vec<&str> = model.inputs().collect();
    let [name] = names[..] else {
        let known = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Err(OnnxError::Inputs { known, problem: "one tensor is given; use `run_onnx`".into() });
    };
    let first = model.run(&[(name, tensor)])?.into_iter().next();
    first.map(|output| output.tensor).ok_or_else(|| OnnxError::Run("it has no outputs".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::onnx::small::{self, has_runtime};

    #[test]
    fn a_model_is_applied_to_any_length_that_it_takes() {
        if !has_runtime() {
            return;
        }
        let model = small::load(&small::scaled(2.5)).unwrap();
        for length in [0, 1, 5] {
            let numbers: Vec<f32> = (0..length).map(|number| number as f32).collect();
            let scaled: Vec<f32> = numbers.iter().map(|number| number * 2.5).collect();
            let output = apply_onnx(&model, &Tensor::f32(&[length], numbers).unwrap()).unwrap();
            assert_eq!(output, Tensor::f32(&[length], scaled).unwrap());
        }
    }

    #[test]
    fn steps_share_a_model() {
        if !has_runtime() {
            return;
        }
        let model = small::load(&small::scaled(2.0)).unwrap();
        std::thread::scope(|scope| {
            for number in 0..4 {
                let model = model.clone();
                scope.spawn(move || {
                    let output =
                        apply_onnx(&model, &Tensor::f32(&[1], vec![number as f32]).unwrap()).unwrap();
                    assert_eq!(output.as_f32(), Some(&[number as f32 * 2.0][..]));
                });
            }
        });
    }

    #[test]
    fn a_model_with_two_inputs_is_for_another_node() {
        if !has_runtime() {
            return;
        }
        let model = small::load(&small::gather()).unwrap();
        let error = apply_onnx(&model, &Tensor::f32(&[1, 2], vec![0.0; 2]).unwrap()).unwrap_err().to_string();
        assert_eq!(error, "the model has the inputs `rows`, `which`; one tensor is given; use `run_onnx`");
    }
}
