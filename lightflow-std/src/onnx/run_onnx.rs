//! Tensors by name.

use lightflow::prelude::*;

use super::{OnnxError, OnnxModel, Tensor};

/// A tensor, and the input or output of a model that it is.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct NamedTensor {
    /// What the model calls it.
    pub name: String,
    /// Its numbers.
    pub tensor: Tensor,
}

impl NamedTensor {
    /// A tensor for this input.
    pub fn new(name: impl Into<String>, tensor: Tensor) -> Self {
        Self { name: name.into(), tensor }
    }
}

/// Runs a model with any inputs and outputs; [`apply_onnx`](fn@super::apply_onnx::apply_onnx) is for those with one of each.
///
/// Inputs are checked against what the model says of them before it runs.
///
/// ```no_run
/// use lightflow_std::onnx::load_onnx::load_onnx;
/// use lightflow_std::onnx::run_onnx::run_onnx;
/// use lightflow_std::onnx::{NamedTensor, Tensor};
///
/// # let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// let model = load_onnx("encoder.onnx".as_ref(), sha256, 0)?;
/// let tokens = Tensor::i64(&[1, 3], vec![101, 7592, 102])?;
/// let mask = Tensor::i64(&[1, 3], vec![1, 1, 1])?;
/// let inputs = [NamedTensor::new("input_ids", tokens), NamedTensor::new("attention_mask", mask)];
/// let outputs = run_onnx(&model, &inputs, vec!["last_hidden_state".into()])?;
/// assert_eq!(outputs[0].tensor.shape(), [1, 3, 384]);
/// # Ok::<(), lightflow_std::onnx::OnnxError>(())
/// ```
///
/// # Errors
/// When an input is missing, unknown, or does not fit, when there is no such output, and when the model fails.
#[node(blocking)]
pub fn run_onnx(
    model: &OnnxModel,
    /// One tensor for each input of the model, in any order.
    inputs: &[NamedTensor],
    /// Which outputs are given, in this order; all of them in the model's order if empty.
    #[port(default = Vec::new())]
    outputs: Vec<String>,
) -> Result<Vec<NamedTensor>, OnnxError> {
    if let Some(name) = outputs.iter().find(|name| model.outputs().all(|known| known != *name)) {
        let known = model.outputs().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
        return Err(OnnxError::Output { name: name.clone(), known });
    }
    let given: Vec<(&str, &Tensor)> = inputs.iter().map(|input| (&*input.name, &input.tensor)).collect();
    let all = model.run(&given)?;
    if outputs.is_empty() {
        return Ok(all);
    }
    Ok(outputs.iter().filter_map(|name| all.iter().find(|output| output.name == *name).cloned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::onnx::small::{self, has_runtime};

    fn numbers(shape: &[usize], numbers: &[f32]) -> Tensor {
        Tensor::f32(shape, numbers).unwrap()
    }

    fn whole(shape: &[usize], numbers: &[i64]) -> Tensor {
        Tensor::i64(shape, numbers).unwrap()
    }

    fn inputs() -> [NamedTensor; 2] {
        let rows = NamedTensor::new("rows", numbers(&[3, 2], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
        [NamedTensor::new("which", whole(&[2], &[2, 0])), rows]
    }

    #[test]
    fn inputs_and_outputs_go_by_name() {
        if !has_runtime() {
            return;
        }
        let model = small::load(&small::gather()).unwrap();
        let all = run_onnx(&model, &inputs(), vec![]).unwrap();
        let picked = NamedTensor::new("picked", numbers(&[2, 2], &[5.0, 6.0, 1.0, 2.0]));
        let shape = NamedTensor::new("shape", whole(&[2], &[2, 2]));
        assert_eq!(all, [picked, shape.clone()]);
        assert_eq!(run_onnx(&model, &inputs(), vec!["shape".into()]).unwrap(), [shape]);
    }

    #[test]
    fn what_does_not_fit_is_said_before_the_model_runs() {
        if !has_runtime() {
            return;
        }
        let model = small::load(&small::gather()).unwrap();
        let refusal = |inputs: &[NamedTensor]| run_onnx(&model, inputs, vec![]).unwrap_err().to_string();
        let [which, rows] = inputs();
        assert_eq!(
            refusal(std::slice::from_ref(&rows)),
            "the model has the inputs `rows`, `which`; give `which` once"
        );
        assert!(refusal(&[which.clone(), which.clone(), rows.clone()]).contains("give `which` once"));
        let other = NamedTensor::new("columns", rows.tensor.clone());
        assert!(refusal(&[which.clone(), rows.clone(), other]).contains("`columns` is none of them"));
        let wide = NamedTensor::new("rows", numbers(&[1, 3], &[0.0; 3]));
        assert!(refusal(&[which.clone(), wide]).contains("`rows` takes f32 [_, 2], not f32 [1, 3]"));
        let kind = NamedTensor::new("which", numbers(&[1], &[0.0]));
        assert!(refusal(&[kind, rows.clone()]).contains("`which` takes i64 [_], not f32 [1]"));
        let error = run_onnx(&model, &[which, rows], vec!["none".into()]).unwrap_err().to_string();
        assert_eq!(error, "the model has the outputs `picked`, `shape`, but no `none`");
    }

    #[test]
    fn what_only_shows_in_the_run_is_an_error_too() {
        if !has_runtime() {
            return;
        }
        let model = small::load(&small::gather()).unwrap();
        let [_, rows] = inputs();
        let outside = NamedTensor::new("which", whole(&[1], &[7]));
        let error = run_onnx(&model, &[outside, rows], vec![]).unwrap_err();
        assert!(matches!(error, OnnxError::Run(_)), "{error}");
    }
}
