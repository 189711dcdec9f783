//! Runs that this process starts by itself, a few at a time.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lightflow_service::runs::{Recording, RunId};
use lightflow_service::service::{Ask, Ready, Service, ServiceError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::{Fault, Runner};

/// So many runs go on at once: one uses all threads by itself, and a long one does not keep a short one waiting.
const AT_ONCE: usize = 2;

/// So many runs wait at most: the longest sweep, and some more.
const WAITING: usize = 2_000;

/// Runs that this process starts by itself, a few at a time; the others wait.
///
/// Each has a folder of its own for its files, below `out` of the folder in which the process was started.
#[derive(Clone, Debug)]
pub struct Direct {
    service: Service,
    turns: Arc<Semaphore>,
    going: Arc<Going>,
}

/// Runs that are not over, and how to hear of their ends.
type Going = Mutex<HashMap<RunId, watch::Receiver<bool>>>;

/// Says that a run is over, however that came.
struct Over {
    run: RunId,
    said: watch::Sender<bool>,
    going: Arc<Going>,
}

impl Drop for Over {
    fn drop(&mut self) {
        self.going.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.run);
        self.said.send_replace(true);
    }
}

impl Direct {
    /// For the workflows of this service; runs are kept in its store.
    pub fn new(service: Service) -> Self {
        Self { service, turns: Arc::new(Semaphore::new(AT_ONCE)), going: Arc::default() }
    }

    fn goes_on(&self, run: RunId) -> Over {
        let (said, heard) = watch::channel(false);
        self.going.lock().unwrap_or_else(PoisonError::into_inner).insert(run, heard);
        Over { run, said, going: self.going.clone() }
    }

    /// A run whose turn it is.
    async fn now(&self, ready: Ready, turn: OwnedSemaphorePermit) -> Result<RunId, Fault> {
        let service = self.service.clone();
        let (ready, recording) = off(move || {
            let recording = service.begin(&ready)?.ok_or(ServiceError::NoStore)?;
            Ok((ready, recording))
        })
        .await?;
        let over = self.goes_on(recording.id());
        let run = over.run;
        self.carry(ready, recording, over, turn)?;
        Ok(run)
    }

    /// A run whose turn comes later.
    async fn later(&self, ready: Ready) -> Result<RunId, Fault> {
        let service = self.service.clone();
        let (ready, run) = off(move || service.create(&ready).map(|run| (ready, run))).await?;
        let over = self.goes_on(run);
        let this = self.clone();
        tokio::spawn(async move {
            let Ok(turn) = this.turns.clone().acquire_owned().await else { return };
            let service = this.service.clone();
            let resumed = off(move || {
                let recording = service.runs()?.resume(run, ready.workflow, ready.ask.reuse.clone())?;
                Ok((ready, recording))
            });
            // Somebody cancelled or removed it while it waited: the store says so.
            if let Ok((ready, recording)) = resumed.await
                && let Err(fault) = this.carry(ready, recording, over, turn)
            {
                tracing::warn!(%run, message = fault.message, "a run did not start");
            }
        });
        Ok(run)
    }

    fn carry(
        &self,
        ready: Ready,
        recording: Recording,
        over: Over,
        turn: OwnedSemaphorePermit,
    ) -> Result<(), Fault> {
        let active = self.service.start(ready, Some(recording))?;
        tokio::spawn(async move {
            let ended = active.ended().await;
            if let Some(trouble) = ended.trouble {
                tracing::warn!(run = %over.run, trouble, "something of a run was not kept");
            }
            drop((over, turn));
        });
        Ok(())
    }
}

impl Runner for Direct {
    fn admit(&self, mut ask: Ask) -> Result<Ask, Fault> {
        let here = std::env::current_dir().ok();
        let name = self.service.store()?.new_name();
        ask.place.output_folder =
            Some(here.clone().unwrap_or_else(|| PathBuf::from(".")).join("out").join(name));
        ask.place.folder = here;
        Ok(ask)
    }

    async fn start(&self, ready: Ready) -> Result<RunId, Fault> {
        if self.going.lock().unwrap_or_else(PoisonError::into_inner).len() >= WAITING {
            let message = format!("{WAITING} runs wait already");
            return Err(Fault::new("queue_full", message, "wait until some of them are over"));
        }
        match self.turns.clone().try_acquire_owned() {
            Ok(turn) => self.now(ready, turn).await,
            Err(_) => self.later(ready).await,
        }
    }

    async fn ended(&self, run: RunId, within: Duration) {
        let heard = self.going.lock().unwrap_or_else(PoisonError::into_inner).get(&run).cloned();
        if let Some(mut heard) = heard {
            // Neither a time-out nor a sender that is gone is more than the end of waiting.
            let _ = tokio::time::timeout(within, heard.wait_for(|over| *over)).await;
        }
    }
}

/// Waits for disks on a thread that may.
pub(super) async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())).map_err(Fault::from)
}
