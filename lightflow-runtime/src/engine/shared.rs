//! What a run's steps share with its handle: cancellation, events, the output folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use futures_util::task::AtomicWaker;

use super::traced::Traced;
use crate::event::{EventKind, EventLog};
use crate::models::ModelFolders;
use crate::record::Recording;

/// Set when one step should stop.
pub(crate) type StepFlag = Arc<AtomicBool>;

#[derive(Default)]
pub(crate) struct RunShared {
    cancelled: AtomicBool,
    /// The task that drives the run.
    pub driver: AtomicWaker,
    events: Option<EventLog>,
    output_folder: Option<PathBuf>,
    models: Option<Arc<ModelFolders>>,
    pub(crate) recording: Option<Recording>,
    /// There if somebody subscribes to the spans of steps.
    pub(super) traced: Option<Box<Traced>>,
    /// Whether somebody is told of each step: then none is run on the straight way.
    told: bool,
    pub(crate) name: OnceLock<String>,
}

impl std::fmt::Debug for RunShared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunShared").field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

impl RunShared {
    pub fn new(
        workflow: &'static str,
        events: Option<EventLog>,
        output_folder: Option<PathBuf>,
        models: Option<Arc<ModelFolders>>,
        recording: Option<Recording>,
    ) -> Self {
        let told = events.is_some();
        let mut shared = Self { told, events, output_folder, models, recording, ..Self::default() };
        if Traced::is_wanted() {
            shared.traced = Some(Traced::new(&shared, workflow));
            shared.told = true;
        }
        shared
    }

    /// Whether somebody is told of each step.
    pub fn is_told(&self) -> bool {
        self.told
    }

    /// Asks the run to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.driver.wake();
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    pub fn events(&self) -> Option<&EventLog> {
        self.events.as_ref()
    }

    pub fn emit(&self, event: impl FnOnce() -> EventKind) {
        if let Some(events) = &self.events {
            events.push(event());
        }
    }

    /// Whether steps that are not known stay where they are.
    pub fn is_preview(&self) -> bool {
        self.recording.as_ref().is_some_and(Recording::is_preview)
    }

    pub fn models(&self) -> Option<&ModelFolders> {
        self.models.as_deref()
    }

    pub fn output_folder(&self) -> &Path {
        self.output_folder.as_deref().unwrap_or(Path::new("out"))
    }
}
