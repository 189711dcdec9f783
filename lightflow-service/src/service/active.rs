//! A run that goes on: its events go to the journal, and a wish to stop reaches it from wherever it comes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::recipe::{Made, Stamp};
use super::{Ready, Service, ServiceError};
use crate::runs::{Recording, RunId, Why};
use lightflow_runtime::{Event, EventKind, Events, RunError, RunErrorKind};

/// How often a run looks whether another process wants it to stop.
const LOOK: Duration = Duration::from_millis(200);

/// A run that goes on by itself.
pub struct Active {
    id: Option<RunId>,
    events: Events,
    cancel: Arc<dyn Fn() + Send + Sync>,
    grown: watch::Receiver<u64>,
    task: tokio::task::JoinHandle<Ended>,
}

/// A run that is over.
#[derive(Debug)]
pub struct Ended {
    /// What it gave.
    pub result: Result<Value, RunError>,
    /// Files that it made, in the order in which steps announced them.
    pub artifacts: Vec<PathBuf>,
    /// Steps that were finished.
    pub steps: u64,
    /// Steps among them that were not run: what they give was known.
    pub cached: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// Why steps ran, if that was asked for.
    pub reasons: Vec<Why>,
    /// What could not be kept of it.
    pub trouble: Option<String>,
}

impl std::fmt::Debug for Active {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Active").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Service {
    /// Starts a run on the current tokio runtime.
    ///
    /// # Errors
    /// When the inputs do not read as what the workflow takes.
    pub fn start(&self, ready: Ready, recording: Option<Recording>) -> Result<Active, ServiceError> {
        let mut run = ready.prepared().map_err(|errors| ServiceError::NotReady {
            workflow: ready.workflow.graph.id,
            findings: super::ready::of_inputs(errors.0),
        })?;
        let events = run.events();
        if let Some(recording) = &recording {
            run.record(recording.recorder());
        }
        let (result, cancel) = run.spawn().into_parts();
        let cancel: Arc<dyn Fn() + Send + Sync> = cancel.into();
        let id = recording.as_ref().map(Recording::id);
        let stamp = self.stamp(&ready);
        let (tell, grown) = watch::channel(0);
        let carried = Carried { recording, stamp, cancel: cancel.clone(), tell, seen: Seen::default() };
        let task = tokio::spawn(carried.follow(events.clone(), result));
        Ok(Active { id, events, cancel, grown, task })
    }
}

impl Active {
    /// The run's id, if it is kept.
    pub fn id(&self) -> Option<RunId> {
        self.id
    }

    /// Its events from the first on.
    pub fn events(&self) -> Events {
        self.events.clone()
    }

    /// How many events its journal took in this process: it changes whenever there is more to read.
    pub fn grown(&self) -> watch::Receiver<u64> {
        self.grown.clone()
    }

    /// Something that can stop it.
    pub fn canceller(&self) -> Arc<dyn Fn() + Send + Sync> {
        self.cancel.clone()
    }

    /// Waits for its end.
    pub async fn ended(self) -> Ended {
        let began = Instant::now();
        self.task.await.unwrap_or_else(|error| Ended {
            result: Err(RunError { step: None, kind: RunErrorKind::Panicked(error.to_string()) }),
            artifacts: Vec::new(),
            steps: 0,
            cached: 0,
            elapsed: began.elapsed(),
            reasons: Vec::new(),
            trouble: None,
        })
    }
}

/// A run on its way.
struct Carried {
    recording: Option<Recording>,
    stamp: Option<Stamp>,
    cancel: Arc<dyn Fn() + Send + Sync>,
    tell: watch::Sender<u64>,
    seen: Seen,
}

#[derive(Default)]
struct Seen {
    artifacts: Vec<Made>,
    steps: u64,
    cached: u64,
    elapsed: Option<Duration>,
}

impl Carried {
    async fn follow(
        mut self,
        mut events: Events,
        result: impl Future<Output = Result<Value, RunError>> + Send,
    ) -> Ended {
        let began = Instant::now();
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                biased;
                event = events.next() => match event {
                    Some(event) => self.hear(&event),
                    None => break,
                },
                _ = look.tick() => {
                    if self.recording.as_ref().is_some_and(Recording::is_cancel_asked) {
                        (self.cancel)();
                    }
                }
            }
        }
        let result = result.await;
        let elapsed = self.seen.elapsed.unwrap_or_else(|| began.elapsed());
        // The end of a run waits for disks.
        let closing = tokio::task::spawn_blocking(move || self.close(result, elapsed));
        closing.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }

    fn hear(&mut self, event: &Event) {
        match &event.kind {
            EventKind::StepFinished { .. } => self.seen.steps += 1,
            EventKind::StepCached { .. } => self.seen.cached += 1,
            EventKind::Artifact { step, path } => {
                self.seen.artifacts.push(Made { step: step.to_string(), path: path.clone() });
            }
            EventKind::RunFinished { elapsed } => self.seen.elapsed = Some(*elapsed),
            _ => {}
        }
        if let Some(recording) = &mut self.recording {
            recording.event(event);
        }
        self.tell.send_modify(|grown| *grown += 1);
    }

    /// What is to be done when nothing runs any more.
    fn close(self, result: Result<Value, RunError>, elapsed: Duration) -> Ended {
        let Self { recording, stamp, seen, tell, .. } = self;
        let mut reasons = Vec::new();
        // Before the run is over: who sees its end sees its files as they stay.
        let mut trouble = stamp.and_then(|stamp| stamp.put_into(&seen.artifacts));
        if let Some(recording) = recording {
            reasons = recording.reasons();
            trouble = recording.trouble().or(trouble);
            let kept = match &result {
                Ok(result) => recording.end(Ok(Some(result))),
                Err(RunError { kind: RunErrorKind::Cancelled, .. }) => recording.cancelled(),
                Err(error) => recording.end(Err(error.to_string())),
            };
            trouble = trouble.or(kept.err().map(|error| format!("{error}; {}", error.hint())));
        }
        // Once it is over for everybody, those who look on are told.
        tell.send_modify(|grown| *grown += 1);
        let Seen { artifacts, steps, cached, .. } = seen;
        let artifacts = artifacts.into_iter().map(|made| made.path).collect();
        Ended { result, artifacts, steps, cached, elapsed, reasons, trouble }
    }
}
