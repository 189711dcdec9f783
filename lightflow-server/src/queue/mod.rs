//! The one queue: runs wait in it, and so many at a time are brought to their end.
//!
//! What waits is in the store, not only here: a server that is stopped, however suddenly, goes on with it when it starts
//! again.

mod line;
mod work;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lightflow_service::runs::{RunFilter, RunId, RunRequest, RunStatus};
use lightflow_service::service::{Service, ServiceError};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::{Notify, broadcast, watch};

use line::Line;

/// Runs that wait and runs that go on.
#[derive(Clone, Debug)]
pub struct Queue {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    service: Service,
    limits: Limits,
    state: Mutex<State>,
    /// There is something to do, or nothing more to wait for.
    changed: Notify,
    stopping: AtomicBool,
    told: broadcast::Sender<Change>,
    /// Counts changes: for those who look at one run and may not miss its beginning.
    moved: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    line: Line,
    /// Secret inputs of runs that wait: no store has them, so they are gone with this process.
    secrets: HashMap<RunId, Map<String, Value>>,
    /// Whose turn has come, but who has not begun.
    beginning: HashSet<RunId>,
    active: HashMap<RunId, Going>,
}

/// A run that goes on.
struct Going {
    cancel: Arc<dyn Fn() + Send + Sync>,
    grown: watch::Receiver<u64>,
}

impl std::fmt::Debug for Going {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Going").finish_non_exhaustive()
    }
}

/// How much the queue takes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Runs that may wait.
    pub waiting: usize,
    /// Runs that go on at the same time.
    pub running: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { waiting: 10_000, running: cores.max(2) }
    }
}

/// A run has another status.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The run.
    pub run: RunId,
    /// What it is now.
    pub status: RunStatus,
}

/// How full the queue is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Load {
    /// Runs that wait.
    pub waiting: usize,
    /// Runs that go on.
    pub running: usize,
    /// Runs that may wait.
    pub limit: usize,
}

/// Why a run cannot wait here.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// As many wait as may.
    #[error("{0} runs wait already")]
    Full(usize),
    /// The server is on its way down.
    #[error("the server is being stopped")]
    Stopping,
    /// The store or the run itself is not as it has to be.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl Queue {
    /// A queue whose runs begin at once: [`start`](Self::start) lets them.
    pub fn new(service: Service, limits: Limits) -> Self {
        let shared = Shared {
            service,
            limits,
            state: Mutex::default(),
            changed: Notify::new(),
            stopping: AtomicBool::new(false),
            told: broadcast::channel(1_024).0,
            moved: watch::channel(0).0,
        };
        Self { shared: Arc::new(shared) }
    }

    /// Takes up what an earlier server left, and brings runs to their end from now on, on these threads. Threads of their own
    /// keep those who ask and look on, however many they are, from taking all time of the runs.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn start_on(&self, threads: &tokio::runtime::Handle) -> Result<usize, ServiceError> {
        let _on = threads.enter();
        self.start()
    }

    /// The same, on the threads of the caller.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn start(&self) -> Result<usize, ServiceError> {
        let found = self.left_behind()?;
        let count = found.len();
        for (id, priority) in found {
            self.state().line.push(id, priority);
        }
        for _ in 0..self.shared.limits.running {
            tokio::spawn(work::work(self.clone()));
        }
        Ok(count)
    }

    /// Runs that an earlier server was to bring to their end, the oldest first.
    fn left_behind(&self) -> Result<Vec<(RunId, i32)>, ServiceError> {
        let store = self.shared.service.store()?;
        let mut found = Vec::new();
        for status in [RunStatus::Created, RunStatus::Interrupted] {
            let filter = RunFilter { status: Some(status), wanted: Some(true), ..RunFilter::default() };
            for run in store.list(&filter)? {
                // Another program may share the store: its workflows are its own.
                if self.shared.service.workflow(&run.workflow).is_ok() {
                    let priority = store.request(run.id).map_or(0, |request| request.priority);
                    found.push((run.id, priority));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Keeps a run and lets it wait for its turn. Its secret inputs are held here until then.
    ///
    /// # Errors
    /// When as many wait as may, the server is being stopped, or the store cannot be written.
    pub fn put(
        &self,
        secrets: Map<String, Value>,
        request: impl FnOnce() -> Result<(RunId, i32), ServiceError>,
    ) -> Result<RunId, Refused> {
        if self.shared.stopping.load(Ordering::Acquire) {
            return Err(Refused::Stopping);
        }
        // A place first: what is kept in the store is not refused any more.
        let place = self.state().line.place(self.shared.limits.waiting);
        let Some(place) = place else { return Err(Refused::Full(self.shared.limits.waiting)) };
        let kept = request();
        let mut state = self.state();
        match kept {
            Ok((id, priority)) => {
                state.line.take(place, id, priority);
                if !secrets.is_empty() {
                    state.secrets.insert(id, secrets);
                }
                drop(state);
                self.shared.changed.notify_one();
                Ok(id)
            }
            Err(error) => {
                state.line.leave(place);
                Err(error.into())
            }
        }
    }

    /// Lets a run wait that is in the store: created earlier, or to be gone on with.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub fn want(&self, id: RunId, request: &RunRequest) -> Result<(), Refused> {
        if self.waits(id) || self.state().active.contains_key(&id) {
            return Ok(());
        }
        let priority = request.priority;
        self.put(Map::new(), || {
            self.shared.service.store()?.want(id)?;
            Ok((id, priority))
        })?;
        Ok(())
    }

    /// Cancels a run: takes it out of the line, or asks it to stop.
    ///
    /// # Errors
    /// When there is no such run, or it is over.
    pub fn cancel(&self, id: RunId) -> Result<(), ServiceError> {
        {
            let mut state = self.state();
            state.line.remove(id);
            state.secrets.remove(&id);
        }
        let going = self.state().active.get(&id).map(|going| going.cancel.clone());
        match going {
            Some(cancel) => cancel(),
            None => {
                self.shared.service.store()?.cancel(id)?;
                self.tell(id, RunStatus::Cancelled);
            }
        }
        Ok(())
    }

    /// Whether a run is to begin here, or to go on.
    pub fn waits(&self, id: RunId) -> bool {
        let state = self.state();
        state.line.has(id) || state.beginning.contains(&id)
    }

    /// Tells when the journal of a run grows that goes on here.
    pub fn grown(&self, id: RunId) -> Option<watch::Receiver<u64>> {
        self.state().active.get(&id).map(|going| going.grown.clone())
    }

    /// Tells when runs of this server change their status. Who is slow misses some.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.told.subscribe()
    }

    /// Changes whenever a run of this server changes its status.
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.shared.moved.subscribe()
    }

    /// How full it is.
    pub fn load(&self) -> Load {
        let state = self.state();
        Load { waiting: state.line.len(), running: state.active.len(), limit: self.shared.limits.waiting }
    }

    /// Starts no more runs, and waits so long for those that go on. What is not done by then stays as it is: the next
    /// server goes on with it.
    pub async fn stop(&self, patience: Duration) {
        self.shared.stopping.store(true, Ordering::Release);
        self.shared.changed.notify_waiters();
        let idle = async {
            loop {
                let changed = self.shared.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if self.is_idle() {
                    return;
                }
                changed.await;
            }
        };
        let _ = tokio::time::timeout(patience, idle).await;
    }

    /// Whether nothing goes on, and nothing is about to.
    fn is_idle(&self) -> bool {
        let state = self.state();
        state.active.is_empty() && state.beginning.is_empty()
    }

    fn is_stopping(&self) -> bool {
        self.shared.stopping.load(Ordering::Acquire)
    }

    fn tell(&self, run: RunId, status: RunStatus) {
        self.shared.moved.send_modify(|moved| *moved += 1);
        // Nobody may be listening.
        let _ = self.shared.told.send(Change { run, status });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
