//! A step of a run with a recorder: found again, or run and kept.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::{ArtifactFile, Digest, Executor, FileDigests, Kept, KeyWriter, Recorder, StepKey};
use crate::engine::{RunShared, step_path};
use crate::event::EventKind;
use crate::frame::{Attempt, Cx, Out, Started};
use crate::port::{Codec, CodecError, Reader, Storage, Writer};
use crate::spec::NodeSpec;

/// What a run needs to record its steps.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(super) recorder: Arc<dyn Recorder>,
    pub(super) executor: Option<Arc<dyn Executor>>,
    /// Nothing runs and nothing is written: steps that are not known are told, and stay where they are.
    preview: bool,
    pub(super) files: FileDigests,
    /// Files that running steps announced, by frame and step.
    artifacts: Mutex<HashMap<(usize, u32), Vec<PathBuf>>>,
}

impl Recording {
    pub fn new(recorder: Arc<dyn Recorder>, executor: Option<Arc<dyn Executor>>, preview: bool) -> Self {
        Self { recorder, executor, preview, files: FileDigests::default(), artifacts: Mutex::default() }
    }

    /// Whether steps that are not known stay where they are.
    pub fn is_preview(&self) -> bool {
        self.preview
    }

    /// A step announced a file.
    pub fn note(&self, frame: usize, step: u32, path: PathBuf) {
        let mut artifacts = self.artifacts.lock().unwrap_or_else(PoisonError::into_inner);
        artifacts.entry((frame, step)).or_default().push(path);
    }

    fn noted(&self, cx: Cx<'_>) -> Vec<PathBuf> {
        let mut artifacts = self.artifacts.lock().unwrap_or_else(PoisonError::into_inner);
        artifacts.remove(&(cx.frame.head() as usize, cx.step)).unwrap_or_default()
    }
}

/// Runs a node, unless the run's recorder knows what it gives.
///
/// `ports` names each input to the key; `begin` runs the node.
#[cold]
#[inline(never)]
pub fn recorded<'f, N: Send + 'f, T: Send + Sync + 'static>(
    inputs: N,
    node: &'static NodeSpec,
    codec: Codec<T>,
    cx: Cx<'f>,
    out: Out<'f, T>,
    ports: fn(&N, &mut KeyWriter<'_, '_>),
    begin: fn(N, Cx<'f>, Out<'f, T>) -> Started<'f>,
) -> Started<'f> {
    let Some(recording) = cx.run.recording() else { return begin(inputs, cx, out) };
    let mut writer = KeyWriter::new(cx, &recording.files);
    ports(&inputs, &mut writer);
    let path = step_path(cx.frame, cx.step);
    let (key, inside) = match writer.finish(node, codec.layout, recording.recorder.run_id(), path.clone()) {
        Ok((key, inside)) => (Arc::new(key), inside.into()),
        Err(_) if recording.preview => return withheld(cx, path, node),
        Err(error) => {
            cx.run.emit(|| EventKind::StepStarted {
                step: path.clone(),
                calls: node.id,
                attempt: 1,
                items: None,
            });
            cx.run.emit(|| EventKind::Log { step: path, line: format!("not recorded: {error}") });
            return begin(inputs, cx, out);
        }
    };
    let step = Recorded { key, inside, cx, recording, codec, out: out.duplicate() };
    match step.find() {
        Some(value) => {
            out.write(value);
            Started::Found
        }
        None if recording.preview => withheld(cx, path, node),
        None => {
            step.starts(1);
            match step.elsewhere(|writer| ports(&inputs, writer)) {
                Some(elsewhere) => step.after_elsewhere(elsewhere),
                None => step.after(begin(inputs, cx, out)),
            }
        }
    }
}

/// A step that a preview does not run.
fn withheld<'f>(cx: Cx<'f>, step: Arc<str>, node: &'static NodeSpec) -> Started<'f> {
    cx.run.emit(|| EventKind::StepWithheld { step, calls: node.id });
    Started::Failed(Box::new(Withheld))
}

/// Stands where the error of a step would: the driver leaves the step as it is.
#[derive(Debug, thiserror::Error)]
#[error("a preview runs nothing")]
pub(crate) struct Withheld;

/// A step whose key is known.
pub(super) struct Recorded<'f, T> {
    pub key: Arc<StepKey>,
    /// Paths into the output folder that go in, without it.
    pub inside: Arc<[PathBuf]>,
    pub cx: Cx<'f>,
    pub recording: &'f Recording,
    pub codec: Codec<T>,
    pub out: Out<'f, T>,
}

impl<'f, T: Send + Sync + 'static> Recorded<'f, T> {
    /// The output, if it is known; files that the step made are there again then.
    fn find(&self) -> Option<T> {
        if !matches!(self.codec.storage, Storage::Value) {
            return None;
        }
        let kept = self.recording.recorder.find(&self.key)?;
        // What cannot be read or put back is made again.
        let (value, paths) = self.take_in(&kept)?;
        let step = &self.key.path;
        self.cx.run.emit(|| EventKind::StepCached { step: step.clone(), key: self.key.digest });
        self.announce(paths);
        Some(value)
    }

    /// Reads a kept output, and puts its files back.
    pub(super) fn take_in(&self, kept: &Kept) -> Option<(T, Vec<PathBuf>)> {
        let value = self.read(kept).ok()?;
        let folder = self.cx.run.output_folder();
        if kept.folder.as_deref().is_some_and(|named| named != folder) {
            return None;
        }
        let put_back = |file: &ArtifactFile| {
            if self.recording.preview {
                let path = folder.join(&file.name);
                self.recording.files.promise(path.clone(), Digest::of(&file.content));
                return Ok(path);
            }
            file.restore(folder)
        };
        let paths = kept.artifacts.iter().map(put_back).collect::<Result<_, _>>().ok()?;
        self.knows(Digest::of(&kept.output));
        Some((value, paths))
    }

    pub(super) fn announce(&self, artifacts: Vec<PathBuf>) {
        for path in artifacts {
            self.cx.run.emit(|| EventKind::Artifact { step: self.key.path.clone(), path });
        }
    }

    /// Keeps what an `async` step gave: a recorder waits for disks, and the thread that serves I/O does not.
    pub(super) fn keep(&self, kept: Kept) -> impl Future<Output = ()> + Send + use<T> {
        let (recorder, key) = (self.recording.recorder.clone(), self.key.clone());
        async move {
            let _ = tokio::task::spawn_blocking(move || recorder.keep(&key, kept)).await;
        }
    }

    fn starts(&self, attempt: u32) {
        let StepKey { path, node, .. } = &*self.key;
        self.cx.run.emit(|| EventKind::StepStarted {
            step: path.clone(),
            calls: node.id,
            attempt,
            items: None,
        });
    }

    /// Goes on after the node was started.
    fn after(self, started: Started<'f>) -> Started<'f> {
        match started {
            Started::Done => {
                if let Some(kept) = self.kept() {
                    self.recording.recorder.keep(&self.key, kept);
                }
                Started::Done
            }
            Started::Pending(future) => Started::Pending(Box::pin(async move {
                future.await?;
                if let Some(kept) = self.kept() {
                    self.keep(kept).await;
                }
                Ok(())
            })),
            Started::Retryable(attempt) => {
                Started::Retryable(Box::new(Again { attempt, step: self, tries: 0 }))
            }
            Started::Streams(future, gauge) => {
                // A stream is not kept, but known by what it is made of.
                self.kept();
                Started::Streams(future, gauge)
            }
            started @ (Started::Failed(_) | Started::Found | Started::Entered) => started,
        }
    }

    /// The written form of what the step made.
    fn kept(&self) -> Option<Kept> {
        let artifacts = self.recording.noted(self.cx);
        if !matches!(self.codec.storage, Storage::Value) {
            let mut bytes = b"handle ".to_vec();
            bytes.extend_from_slice(self.key.digest.as_bytes());
            self.knows(Digest::of(&bytes));
            return None;
        }
        // SAFETY: the step has written its output, and nobody takes it before the step is done.
        let value = unsafe { self.out.written() };
        match self.write(value, &artifacts) {
            Ok(kept) => {
                self.knows(Digest::of(&kept.output));
                Some(kept)
            }
            Err(error) => {
                let line = format!("not kept: {error}");
                self.cx.run.emit(|| EventKind::Log { step: self.key.path.clone(), line });
                None
            }
        }
    }

    fn write(&self, value: &T, artifacts: &[PathBuf]) -> Result<Kept, CodecError> {
        let folder = self.cx.run.output_folder();
        let mut out = Writer::of_run(folder);
        (self.codec.write)(value, &mut out)?;
        let files = artifacts.iter().map(|path| {
            let shown = path.display();
            match ArtifactFile::read(folder, path) {
                Ok(Some(file)) => Ok(file),
                Ok(None) => {
                    Err(CodecError::new(format!("the artifact {shown} lies outside of the output folder")))
                }
                Err(error) => Err(CodecError::new(format!("cannot read the artifact {shown}: {error}"))),
            }
        });
        let (output, named) = out.into_parts();
        Ok(Kept::new(output.into(), files.collect::<Result<_, _>>()?, folder, &named, &self.inside))
    }

    fn read(&self, kept: &Kept) -> Result<T, CodecError> {
        let mut reader = Reader::of_run(kept.output.clone(), self.cx.run.output_folder());
        let value = (self.codec.read)(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// Notes the identity of the output, for the keys of its readers.
    fn knows(&self, digest: Digest) {
        let step = &self.cx.frame.body().steps[self.cx.step as usize];
        if let [wire] = step.links.writes()
            && let Some(known) = self.cx.frame.digest(*wire)
        {
            let _ = known.set(digest);
        }
    }
}

/// A node that may be tried several times.
struct Again<'f, T> {
    attempt: Box<dyn Attempt<'f> + 'f>,
    step: Recorded<'f, T>,
    tries: u32,
}

impl<'f, T: Send + Sync + 'static> Attempt<'f> for Again<'f, T> {
    fn attempt(&mut self, cx: Cx<'f>) -> Started<'f> {
        self.tries += 1;
        if self.tries > 1 {
            self.step.starts(self.tries);
        }
        let Recorded { key, inside, recording, codec, out, .. } = &self.step;
        // What an earlier try announced is not what this one makes.
        drop(recording.noted(cx));
        let (key, inside) = (key.clone(), inside.clone());
        let step = Recorded { key, inside, cx, recording, codec: *codec, out: out.duplicate() };
        step.after(self.attempt.attempt(cx))
    }
}

impl RunShared {
    pub fn recording(&self) -> Option<&Recording> {
        self.recording.as_ref()
    }

    /// What identifies the run; one that nobody keeps gets a name when it is asked for.
    pub fn id(&self) -> String {
        match &self.recording {
            Some(recording) => recording.recorder.run_id().to_owned(),
            None => self
                .name
                .get_or_init(|| format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)))
                .clone(),
        }
    }
}
