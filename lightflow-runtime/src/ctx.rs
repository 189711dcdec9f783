//! What a node may say and ask while it runs.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::engine::{RunShared, StepFlag, step_path};
use crate::event::{EventKind, PreviewImage};
use crate::frame::{Cx, Frame};
use crate::models::{ModelFolders, ModelMissing};
use crate::record::{Digest, idempotency_key};
use crate::spec::ModelAsset;
use crate::test_folder;

/// A node's line to the run that it is part of: progress, log lines, artifacts, cancellation.
///
/// A node asks for it with a parameter `ctx: &Ctx`, which is no port. In a unit test, pass
/// [`Ctx::test()`](Ctx::test):
///
/// ```
/// use lightflow_runtime::Ctx;
///
/// fn count(items: Vec<u32>, ctx: &Ctx) -> u64 {
///     ctx.log(format!("{} items", items.len()));
///     items.len() as u64
/// }
///
/// let ctx = Ctx::test();
/// assert_eq!(count(vec![1, 2], &ctx), 2);
/// assert_eq!(ctx.lines(), ["2 items"]);
/// ```
#[derive(Debug)]
pub struct Ctx {
    place: Place,
}

#[derive(Debug)]
enum Place {
    Step(StepPlace),
    Test(TestPlace),
}

#[derive(Debug)]
struct StepPlace {
    run: &'static RunShared,
    frame: Frame<'static>,
    step: u32,
    flag: Option<StepFlag>,
    path: OnceLock<Arc<str>>,
}

#[derive(Debug, Default)]
struct TestPlace {
    lines: Mutex<Vec<String>>,
    tokens: Mutex<String>,
    previews: Mutex<Vec<PreviewImage>>,
    used: Mutex<Vec<(String, f64)>>,
    cancelled: AtomicBool,
    folder: OnceLock<PathBuf>,
}

/// A file that an artifact may not be.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// The name leads out of the run's folder.
    #[error("the artifact name `{0}` leads out of the output folder: use a relative path without `..`")]
    Outside(PathBuf),
    /// The folder could not be made.
    #[error("cannot make the folder {0}: {1}")]
    Folder(PathBuf, #[source] std::io::Error),
}

impl Ctx {
    pub(crate) fn of_step(cx: &Cx<'_>) -> Self {
        // SAFETY: run and frame outlive the step, and a `Ctx` is lent to the step's function for its run only.
        let (run, frame) = unsafe { (&*std::ptr::from_ref(cx.run), Frame::from_head(cx.frame.head())) };
        let place = StepPlace {
            run,
            frame: frame.expect("a frame is never null"),
            step: cx.step,
            flag: cx.flag.cloned(),
            path: OnceLock::new(),
        };
        Self { place: Place::Step(place) }
    }

    /// A context for unit tests: it keeps log lines, and artifacts go to a folder under the system's temporary one.
    ///
    /// The folder stays when the context is gone, so that the test can look at what is in it; the next tests remove it.
    pub fn test() -> Self {
        Self { place: Place::Test(TestPlace::default()) }
    }

    /// Says how far the step is, from 0 to 1, and what it is doing.
    pub fn progress(&self, fraction: f32, message: impl Into<String>) {
        if let Place::Step(place) = &self.place {
            place.emit(|step| EventKind::Progress {
                step,
                fraction: fraction.clamp(0.0, 1.0),
                message: message.into(),
            });
        }
    }

    /// Writes a line to the step's log.
    pub fn log(&self, line: impl Into<String>) {
        match &self.place {
            Place::Step(place) => place.emit(|step| EventKind::Log { step, line: line.into() }),
            Place::Test(place) => {
                place.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line.into());
            }
        }
    }

    /// Gives a piece of the step's text as it comes, such as a token of a language model, with its spaces.
    ///
    /// Who looks on reads the text while it grows. A step that is tried again begins it anew.
    pub fn token(&self, text: impl Into<String>) {
        match &self.place {
            Place::Step(place) => place.emit(|step| EventKind::Token { step, text: text.into() }),
            Place::Test(place) => {
                place.tokens.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text.into());
            }
        }
    }

    /// Shows what the step is making: the bytes of a small PNG, JPEG or WebP.
    ///
    /// Those who look on see the last one. It stays in the run's journal, so [its size](PreviewImage::MOST) is bounded. What is
    /// no preview is not worth a failure: it is left out, and the log says why.
    ///
    /// ```
    /// let ctx = lightflow_runtime::Ctx::test();
    /// ctx.preview(&[0xff, 0xd8, 0xff, 0xe0]);
    /// ctx.preview(b"pixels");
    /// assert_eq!(ctx.previews().len(), 1);
    /// assert_eq!(ctx.lines(), ["not shown: a preview is PNG, JPEG or WebP, and these 6 bytes are none of them"]);
    /// ```
    pub fn preview(&self, image: &[u8]) {
        // Nobody looks on: nothing is copied.
        if let Place::Step(place) = &self.place
            && place.run.events().is_none()
        {
            return;
        }
        match (PreviewImage::new(image), &self.place) {
            (Ok(image), Place::Step(place)) => place.emit(|step| EventKind::Preview { step, image }),
            (Ok(image), Place::Test(place)) => {
                place.previews.lock().unwrap_or_else(PoisonError::into_inner).push(image);
            }
            (Err(error), _) => self.log(format!("not shown: {error}")),
        }
    }

    /// Counts what the step used up of what is counted or paid for, with the unit in the name: `input_tokens`, `cost_usd`.
    ///
    /// Amounts of one name add up. What is no number from 0 up is left out.
    pub fn used(&self, what: impl Into<String>, amount: f64) {
        if !(amount.is_finite() && amount >= 0.0) {
            return;
        }
        match &self.place {
            Place::Step(place) => place.emit(|step| EventKind::Used { step, what: what.into(), amount }),
            Place::Test(place) => {
                place.used.lock().unwrap_or_else(PoisonError::into_inner).push((what.into(), amount));
            }
        }
    }

    /// Whether the step should stop early: the run was cancelled, another step failed, or the step's time is over.
    ///
    /// A sync node with long work asks now and then.
    pub fn cancelled(&self) -> bool {
        match &self.place {
            Place::Step(place) => {
                place.run.is_cancelled()
                    || place.flag.as_ref().is_some_and(|flag| flag.load(Ordering::Acquire))
            }
            Place::Test(place) => place.cancelled.load(Ordering::Acquire),
        }
    }

    /// The path for a file called `name` in the run's output folder, for the node to write.
    ///
    /// Its folders exist when this returns. Say [`artifact`](Self::artifact) when the file is whole.
    ///
    /// # Errors
    /// When `name` is absolute or has `..`, or its folder cannot be made.
    pub fn output_path(&self, name: impl AsRef<Path>) -> Result<PathBuf, ArtifactError> {
        let name = name.as_ref();
        let inside = name.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || name.as_os_str().is_empty() {
            return Err(ArtifactError::Outside(name.into()));
        }
        let path = self.output_folder().join(name);
        let folder = path.parent().unwrap_or(&path);
        std::fs::create_dir_all(folder).map_err(|error| ArtifactError::Folder(folder.into(), error))?;
        Ok(path)
    }

    /// The step's name within its run: `shots[3]/shot/mask`.
    pub fn step(&self) -> Arc<str> {
        match &self.place {
            Place::Step(place) => place.path().clone(),
            Place::Test(_) => "test".into(),
        }
    }

    /// The same for every try of this step in this run, also after the program was killed and the run goes on, and
    /// different for any other: a service that is asked twice with one key does its work once.
    ///
    /// A run that nobody keeps has a name of its own, so its keys are never those of another run.
    pub fn idempotency_key(&self) -> String {
        match &self.place {
            Place::Step(place) => idempotency_key(&place.run.id(), place.path()),
            Place::Test(_) => Digest::of(b"test").to_string(),
        }
    }

    /// The folder with the files of a model that the node [`needs`](crate::spec::NodeSpec::needs).
    ///
    /// A run that was checked before it began has found them.
    ///
    /// # Errors
    /// When no folder of models has all of them.
    pub fn model<M: ModelAsset>(&self) -> Result<PathBuf, ModelMissing> {
        let folders = match &self.place {
            Place::Step(place) => place.run.models(),
            Place::Test(_) => None,
        };
        match folders {
            Some(folders) => folders.folder(M::SPEC),
            None => ModelFolders::of_environment(|name| std::env::var_os(name)).folder(M::SPEC),
        }
    }

    /// Announces a file that the step made.
    pub fn artifact(&self, path: impl Into<PathBuf>) {
        if let Place::Step(place) = &self.place {
            let path = path.into();
            if let Some(recording) = place.run.recording() {
                recording.note(place.frame.head() as usize, place.step, path.clone());
            }
            place.emit(|step| EventKind::Artifact { step, path });
        }
    }

    fn output_folder(&self) -> &Path {
        match &self.place {
            Place::Step(place) => place.run.output_folder(),
            Place::Test(place) => place.folder.get_or_init(test_folder::place),
        }
    }

    /// The lines that a node wrote to a [`test`](Self::test) context.
    pub fn lines(&self) -> Vec<String> {
        match &self.place {
            Place::Step(_) => Vec::new(),
            Place::Test(place) => place.lines.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// The text that a node gave to a [`test`](Self::test) context piece by piece.
    pub fn tokens(&self) -> String {
        match &self.place {
            Place::Step(_) => String::new(),
            Place::Test(place) => place.tokens.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// What a node used up under a [`test`](Self::test) context, as it said so.
    pub fn usage(&self) -> Vec<(String, f64)> {
        match &self.place {
            Place::Step(_) => Vec::new(),
            Place::Test(place) => place.used.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// What a node showed to a [`test`](Self::test) context.
    pub fn previews(&self) -> Vec<PreviewImage> {
        match &self.place {
            Place::Step(_) => Vec::new(),
            Place::Test(place) => place.previews.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// Cancels a [`test`](Self::test) context, to test that a node stops.
    pub fn cancel_test(&self) {
        if let Place::Test(place) = &self.place {
            place.cancelled.store(true, Ordering::Release);
        }
    }
}

impl StepPlace {
    fn emit(&self, event: impl FnOnce(Arc<str>) -> EventKind) {
        if let Some(events) = self.run.events() {
            events.push(event(self.path().clone()));
        }
    }

    fn path(&self) -> &Arc<str> {
        self.path.get_or_init(|| step_path(self.frame, self.step))
    }
}
