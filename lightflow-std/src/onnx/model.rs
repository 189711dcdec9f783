//! A loaded model and its inputs and outputs.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use lightflow::Port;
use lightflow::prelude::Ctx;
use lightflow::spec::ModelAsset;
use ort::session::{Session, SessionInputValue};
use ort::value::{DynValue, Outlet, TensorElementType, TensorRef, ValueType};
use sha2::{Digest as _, Sha256};

use super::run_onnx::NamedTensor;
use super::{OnnxError, Tensor, TensorData, runtime};

/// A protobuf message has at most 2 GiB.
const LARGEST_FILE: u64 = 1 << 31;

/// A model in memory. Steps share it and run it one at a time; cloning one shares its weights.
#[derive(Port, Clone)]
#[port(handle)]
pub struct OnnxModel(Arc<Loaded>);

struct Loaded {
    // ONNX Runtime spreads one run over threads by itself; the client lends a session to one run.
    session: Mutex<Session>,
    inputs: Vec<Slot>,
    outputs: Vec<Slot>,
}

/// One input or output.
struct Slot {
    name: String,
    kind: &'static str,
    /// Absent where any length fits.
    sizes: Vec<Option<usize>>,
}

impl OnnxModel {
    /// Loads a file whose SHA-256 is known.
    pub(super) fn load(path: &Path, sha256: &str, threads: u32) -> Result<Self, OnnxError> {
        let environment = runtime::environment()?;
        let bytes = read(path, sha256)?;
        let refused = |reason: String| OnnxError::Model { path: path.into(), reason: one_line(&reason) };
        let session = Session::builder(&environment)
            .and_then(|builder| Ok(builder.with_intra_threads(threads as usize)?))
            .and_then(|mut builder| builder.commit_from_memory(&bytes))
            .map_err(|error| refused(error.to_string()))?;
        let slots = |outlets: &[Outlet]| outlets.iter().map(Slot::of).collect::<Result<Vec<_>, _>>();
        let (inputs, outputs) = (slots(session.inputs())?, slots(session.outputs())?);
        Ok(Self(Arc::new(Loaded { session: Mutex::new(session), inputs, outputs })))
    }

    /// Loads a file of a model that is declared with `#[model(..)]`, within a node that needs it.
    ///
    /// ```no_run
    /// use lightflow::prelude::*;
    /// use lightflow_std::onnx::{OnnxError, OnnxModel};
    ///
    /// /// Says what is in a picture.
    /// #[model(
    ///     id = "squeezenet",
    ///     family = Classifier,
    ///     licence = "Apache-2.0",
    ///     files("model.onnx" = {
    ///         sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ///         size = 4956208,
    ///     }),
    /// )]
    /// pub struct SQUEEZENET;
    ///
    /// /// Loads the classifier.
    /// #[node(needs(model(SQUEEZENET), env("ORT_DYLIB_PATH")))]
    /// pub fn load_classifier(ctx: &Ctx) -> Result<OnnxModel, OnnxError> {
    ///     OnnxModel::of_asset::<SQUEEZENET>("model.onnx", ctx)
    /// }
    /// ```
    ///
    /// # Errors
    /// When the file is missing, is another one, or is no model.
    ///
    /// # Panics
    /// When the model declares no file of that name.
    pub fn of_asset<M: ModelAsset>(file: &str, ctx: &Ctx) -> Result<Self, OnnxError> {
        let declared = M::SPEC.files.iter().find(|known| known.path == file);
        let declared = declared.unwrap_or_else(|| panic!("`{}` declares no file `{file}`", M::SPEC.id));
        Self::load(&ctx.model::<M>()?.join(file), declared.sha256, 0)
    }

    /// Names of the inputs, in the model's order.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.0.inputs.iter().map(|slot| &*slot.name)
    }

    /// Names of the outputs, in the model's order.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.0.outputs.iter().map(|slot| &*slot.name)
    }

    /// Runs the model on inputs that were named, and gives all outputs.
    pub(super) fn run(&self, given: &[(&str, &Tensor)]) -> Result<Vec<NamedTensor>, OnnxError> {
        let known = || list(self.inputs());
        let refused = |problem: String| Err(OnnxError::Inputs { known: known(), problem });
        if let Some((name, _)) = given.iter().find(|(name, _)| self.inputs().all(|known| known != *name)) {
            return refused(format!("`{name}` is none of them"));
        }
        let mut inputs: Vec<(&str, SessionInputValue<'_>)> = Vec::new();
        for slot in &self.0.inputs {
            let mut tensors = given.iter().filter(|(name, _)| *name == slot.name);
            let (Some((_, tensor)), None) = (tensors.next(), tensors.next()) else {
                return refused(format!("give `{}` once", slot.name));
            };
            slot.check(tensor)?;
            inputs.push((&slot.name, lent(tensor)?));
        }
        let mut session = self.0.session.lock().unwrap_or_else(PoisonError::into_inner);
        let outputs = session.run(inputs).map_err(|error| failed(&error))?;
        outputs
            .into_iter()
            .map(|(name, value)| Ok(NamedTensor { name: name.to_owned(), tensor: taken(name, &value)? }))
            .collect()
    }
}

impl fmt::Debug for OnnxModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnnxModel({} -> {})", list(self.inputs()), list(self.outputs()))
    }
}

impl Slot {
    fn of(outlet: &Outlet) -> Result<Self, OnnxError> {
        let name = outlet.name().to_owned();
        let (kind, shape) = match outlet.dtype() {
            ValueType::Tensor { ty: TensorElementType::Float32, shape, .. } => ("f32", shape),
            ValueType::Tensor { ty: TensorElementType::Int64, shape, .. } => ("i64", shape),
            other => return Err(OnnxError::Kind { name, found: other.to_string() }),
        };
        Ok(Self { name, kind, sizes: shape.iter().map(|size| usize::try_from(*size).ok()).collect() })
    }

    fn check(&self, tensor: &Tensor) -> Result<(), OnnxError> {
        let mut sizes = self.sizes.iter().zip(tensor.shape());
        let fits = self.sizes.len() == tensor.shape().len()
            && sizes.all(|(known, found)| known.is_none_or(|known| known == *found));
        if fits && self.kind == tensor.data().kind() {
            return Ok(());
        }
        let sizes: Vec<String> =
            self.sizes.iter().map(|size| size.map_or("_".into(), |size| size.to_string())).collect();
        let expected = format!("{} [{}]", self.kind, sizes.join(", "));
        Err(OnnxError::Shape { name: self.name.clone(), expected, found: tensor.described() })
    }
}

/// The file's bytes, if they are the right ones: what is checked is what is loaded.
fn read(path: &Path, sha256: &str) -> Result<Vec<u8>, OnnxError> {
    let failed = |source| OnnxError::Read { path: path.into(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(OnnxError::TooLarge { path: path.into() });
    }
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = sha256.to_ascii_lowercase();
    if found != expected {
        return Err(OnnxError::OtherFile { path: path.into(), expected, found });
    }
    Ok(bytes)
}

fn lent(tensor: &Tensor) -> Result<SessionInputValue<'_>, OnnxError> {
    let shape = tensor.shape();
    let lent = match tensor.data() {
        TensorData::F32(numbers) => {
            TensorRef::from_array_view((shape, &**numbers)).map(SessionInputValue::from)
        }
        TensorData::I64(numbers) => {
            TensorRef::from_array_view((shape, &**numbers)).map(SessionInputValue::from)
        }
    };
    lent.map_err(|error| failed(&error))
}

fn taken(name: &str, value: &DynValue) -> Result<Tensor, OnnxError> {
    let sizes =
        |shape: &[i64]| shape.iter().map(|size| usize::try_from(*size).unwrap_or(0)).collect::<Vec<_>>();
    if let Ok((shape, numbers)) = value.try_extract_tensor::<f32>() {
        return Ok(Tensor::f32(&sizes(shape), numbers)?);
    }
    match value.try_extract_tensor::<i64>() {
        Ok((shape, numbers)) => Ok(Tensor::i64(&sizes(shape), numbers)?),
        Err(error) => Err(OnnxError::Kind { name: name.to_owned(), found: error.to_string() }),
    }
}

fn failed(error: &ort::Error) -> OnnxError {
    OnnxError::Run(one_line(&error.to_string()))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}
