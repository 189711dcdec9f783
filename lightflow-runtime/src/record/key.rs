//! The key of a step: what has to be the same for its output to be the same.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::{Digest, FileDigests, TaskInput};
use crate::frame::Cx;
use crate::port::{Codec, CodecError, Storage, Writer};
use crate::spec::{Need, NodeSpec};

/// Counts up when keys are made in another way.
const FORMAT: u32 = 2;

/// A step on its way to its output.
#[derive(Clone, Debug)]
pub struct StepKey {
    /// Which step: `shots[3]/shot/mask`.
    pub path: Arc<str>,
    /// What it calls.
    pub node: &'static NodeSpec,
    /// Node, code, and the digests of all inputs in one.
    pub digest: Digest,
    /// The identity of each input.
    pub inputs: Vec<InputDigest>,
}

/// The identity of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct InputDigest {
    /// Into which port it goes.
    pub port: &'static str,
    /// What it is.
    pub digest: Digest,
}

/// Gathers what a key is made of.
#[derive(Debug)]
pub struct KeyWriter<'a, 'f> {
    cx: Cx<'f>,
    files: &'a FileDigests,
    inputs: Vec<InputDigest>,
    /// How many ports there were.
    place: usize,
    error: Option<CodecError>,
    /// Paths into the output folder among the inputs, without it.
    inside: Vec<PathBuf>,
    /// The written forms, where a step is to travel.
    written: Option<Travelling>,
}

/// The inputs of a step that is to travel.
#[derive(Debug, Default)]
pub(super) struct Travelling {
    pub inputs: Vec<TaskInput>,
    pub names_files: bool,
    /// An input that stays: a handle, or a secret.
    pub stays: bool,
}

impl<'a, 'f> KeyWriter<'a, 'f> {
    pub(super) fn new(cx: Cx<'f>, files: &'a FileDigests) -> Self {
        Self { cx, files, inputs: Vec::new(), place: 0, error: None, inside: Vec::new(), written: None }
    }

    /// Writes the inputs down, to take them elsewhere.
    pub(super) fn travelling(cx: Cx<'f>, files: &'a FileDigests) -> Self {
        Self { written: Some(Travelling::default()), ..Self::new(cx, files) }
    }

    /// The written inputs.
    pub(super) fn into_written(self) -> Travelling {
        let mut written = self.written.unwrap_or_default();
        written.stays |= self.error.is_some();
        written
    }

    /// The next port, with its value.
    pub fn port<T>(&mut self, name: &'static str, codec: Codec<T>, value: &T) {
        self.input(name, codec.storage, codec.names_files, |out| (codec.write)(value, out));
    }

    /// The next port, which is a list of these.
    pub fn list<T>(&mut self, name: &'static str, codec: Codec<T>, items: &[T]) {
        self.input(name, codec.storage, codec.names_files, |out| codec.write_list(items, out));
    }

    /// The next port, which is a text.
    pub fn text(&mut self, name: &'static str, text: &str) {
        self.input(name, Storage::Value, false, |out| {
            out.blob(text.as_bytes());
            Ok(())
        });
    }

    /// The next port, which is a path.
    pub fn path(&mut self, name: &'static str, path: &Path) {
        self.input(name, Storage::Value, true, |out| out.path(path));
    }

    fn input(
        &mut self,
        name: &'static str,
        storage: Storage,
        names_files: bool,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), CodecError>,
    ) {
        let place = self.place;
        self.place += 1;
        if let Some(travelling) = &mut self.written {
            return travelling.input(name, storage, names_files, write);
        }
        // Another secret is not another output.
        if self.error.is_some() || matches!(storage, Storage::Secret) {
            return;
        }
        // What a path leads to may change while the path does not.
        let wire = if names_files { None } else { self.wire(place, name) };
        match digest_of(wire, storage, self.files, self.cx.run.output_folder(), write) {
            Ok((digest, inside)) => {
                self.inputs.push(InputDigest { port: name, digest });
                self.inside.extend(inside);
            }
            Err(error) => self.error = Some(error.at(format!("`{name}`"))),
        }
    }

    /// The wire that goes into a port as it is.
    fn wire(&self, index: usize, name: &str) -> Option<&'f OnceLock<Digest>> {
        let step = &self.cx.frame.body().steps[self.cx.step as usize];
        let mut inputs = step.inputs.iter().filter(|input| {
            input.port == name || input.port.parse::<usize>().is_ok_and(|place| place == index)
        });
        // A port that is computed of several wires has several inputs.
        let first = inputs.next().filter(|input| input.whole)?;
        match inputs.next() {
            None => self.cx.frame.outwards(first.up).digest(first.wire),
            Some(_) => None,
        }
    }

    /// The key of a step that gives a value of this layout, and the paths into the output folder that go in.
    ///
    /// # Errors
    /// When an input has no identity.
    pub(super) fn finish(
        self,
        node: &'static NodeSpec,
        layout: u64,
        run: &str,
        path: Arc<str>,
    ) -> Result<(StepKey, Vec<PathBuf>), CodecError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut hasher = blake3::Hasher::new_derive_key("lightflow step 2026");
        let mut part = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        part(&FORMAT.to_le_bytes());
        part(node.id.as_bytes());
        part(&node.fingerprint.to_le_bytes());
        part(&layout.to_le_bytes());
        for need in node.needs {
            if let Need::ModelFiles(model) = need {
                model.files.iter().for_each(|file| part(file.sha256.as_bytes()));
            }
        }
        if node.volatile {
            part(run.as_bytes());
            part(path.as_bytes());
        }
        for input in &self.inputs {
            part(input.port.as_bytes());
            part(input.digest.as_bytes());
        }
        let digest = Digest::from_bytes(*hasher.finalize().as_bytes());
        Ok((StepKey { path, node, digest, inputs: self.inputs }, self.inside))
    }
}

impl Travelling {
    fn input(
        &mut self,
        port: &'static str,
        storage: Storage,
        names_files: bool,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), CodecError>,
    ) {
        let mut out = Writer::new();
        if !matches!(storage, Storage::Value) || write(&mut out).is_err() {
            self.stays = true;
            return;
        }
        self.names_files |= names_files;
        let written = Bytes::from(out.into_bytes());
        self.inputs.push(TaskInput { port, digest: Digest::of(&written), written });
    }
}

/// The identity of an input: known of its wire, or taken from its written form.
fn digest_of(
    wire: Option<&OnceLock<Digest>>,
    storage: Storage,
    files: &FileDigests,
    folder: &Path,
    write: impl FnOnce(&mut Writer<'_>) -> Result<(), CodecError>,
) -> Result<(Digest, Vec<PathBuf>), CodecError> {
    if let Some(known) = wire.and_then(|wire| wire.get()) {
        return Ok((*known, Vec::new()));
    }
    if matches!(storage, Storage::Handle) {
        return Err(CodecError::new("a handle came from outside, and nothing says whether it is the same"));
    }
    let mut out = Writer::of_identity(files, folder);
    write(&mut out)?;
    let (bytes, inside) = out.into_parts();
    let digest = Digest::of(&bytes);
    if let Some(wire) = wire {
        let _ = wire.set(digest);
    }
    Ok((digest, inside))
}
