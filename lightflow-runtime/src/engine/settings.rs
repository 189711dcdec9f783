//! The engine and what an operator sets on it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::Run;
use super::run::Driving;
use crate::models::ModelFolders;
use crate::record::Executor;
use crate::spec::Workflow;

/// Runs workflows. Cheap to clone; clones share threads and resources.
///
/// ```
/// use lightflow_runtime::Engine;
///
/// let engine = Engine::builder().worker_threads(4).resource("gpu", 1).output_folder("out").build();
/// // let sheet = engine.run(product_photos { folder, side: 512 }).await?;
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    pub(crate) shared: Arc<EngineShared>,
}

#[derive(Debug)]
pub(crate) struct EngineShared {
    /// Permits for sync steps on threads of their own.
    pub workers: Arc<Semaphore>,
    /// How many steps of one run may be in flight.
    pub parallel_steps: usize,
    pub grace: Duration,
    pub output_folder: Option<PathBuf>,
    pub models: Option<Arc<ModelFolders>>,
    pub executor: Option<Arc<dyn Executor>>,
    resources: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
}

impl Engine {
    /// An engine with the default settings; see [`EngineBuilder`].
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Sets up an engine.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// Runs a workflow in the calling task and gives its result. Dropping the future cancels the run.
    ///
    /// Needs a tokio runtime with time enabled.
    ///
    /// # Errors
    /// When a step fails.
    pub fn run<W: Workflow>(&self, inputs: W) -> Driving<W::Output> {
        self.submit(inputs).into_future()
    }

    /// Prepares a run, so that events can be subscribed to before it starts.
    pub fn submit<W: Workflow>(&self, inputs: W) -> Run<W::Output> {
        Run::new(self.clone(), inputs)
    }

    /// The same engine for a run of its own: it shares threads and resources, and has its own folders.
    pub fn of_run(&self, output_folder: Option<PathBuf>, models: ModelFolders) -> Self {
        let EngineShared { workers, parallel_steps, grace, executor, resources, .. } = &*self.shared;
        let output_folder = output_folder.or_else(|| self.shared.output_folder.clone());
        Self {
            shared: Arc::new(EngineShared {
                workers: workers.clone(),
                parallel_steps: *parallel_steps,
                grace: *grace,
                output_folder,
                models: Some(Arc::new(models)),
                executor: executor.clone(),
                resources: resources.clone(),
            }),
        }
    }

    /// The permits of a named resource; a name that was not set up has one, and `cpu` one for each core.
    pub(crate) fn resource(&self, name: &str) -> Arc<Semaphore> {
        let mut resources = self.shared.resources.lock().unwrap_or_else(PoisonError::into_inner);
        match resources.get(name) {
            Some(permits) => permits.clone(),
            None => resources.entry(name.into()).or_insert_with(|| Arc::new(Semaphore::new(1))).clone(),
        }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

/// What steps hold that need a core, and much memory, for themselves.
const CPU: &str = "cpu";

/// The settings of an [`Engine`].
#[derive(Clone, Debug)]
pub struct EngineBuilder {
    worker_threads: usize,
    parallel_steps: usize,
    grace: Duration,
    output_folder: Option<PathBuf>,
    models: Option<Arc<ModelFolders>>,
    executor: Option<Arc<dyn Executor>>,
    resources: HashMap<String, usize>,
}

impl Default for EngineBuilder {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            // Two more than cores: a core is not idle while one step hands over to the next.
            worker_threads: cores + 2,
            parallel_steps: 256,
            grace: Duration::from_secs(5),
            output_folder: None,
            models: None,
            executor: None,
            resources: HashMap::from([(CPU.to_owned(), cores)]),
        }
    }
}

impl EngineBuilder {
    /// How many sync steps may have a thread of their own at the same time, over all runs. Default: two more than there are cores.
    #[must_use]
    pub fn worker_threads(mut self, count: usize) -> Self {
        self.worker_threads = count.max(1);
        self
    }

    /// How many steps of one run may be in flight at the same time. Default: 256.
    #[must_use]
    pub fn parallel_steps(mut self, count: usize) -> Self {
        self.parallel_steps = count.max(1);
        self
    }

    /// How many steps may hold the resource `name` at the same time, over all runs. Default: 1; of `cpu`, as many as there are cores.
    #[must_use]
    pub fn resource(mut self, name: impl Into<String>, capacity: usize) -> Self {
        self.resources.insert(name.into(), capacity.max(1));
        self
    }

    /// How long a run that ends early waits for sync steps to notice. Default: 5 seconds.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Where nodes put artifacts. Default: `out`.
    #[must_use]
    pub fn output_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.output_folder = Some(folder.into());
        self
    }

    /// Where models are. Default: what the environment says.
    #[must_use]
    pub fn models(mut self, folders: ModelFolders) -> Self {
        self.models = Some(Arc::new(folders));
        self
    }

    /// Where the steps of recorded runs execute. Default: in this process.
    #[must_use]
    pub fn executor(mut self, executor: Arc<dyn Executor>) -> Self {
        self.executor = Some(executor);
        self
    }

    /// The engine.
    pub fn build(self) -> Engine {
        let resources = self
            .resources
            .into_iter()
            .map(|(name, capacity)| (name, Arc::new(Semaphore::new(capacity))))
            .collect();
        Engine {
            shared: Arc::new(EngineShared {
                workers: Arc::new(Semaphore::new(self.worker_threads)),
                parallel_steps: self.parallel_steps,
                grace: self.grace,
                output_folder: self.output_folder,
                models: self.models,
                executor: self.executor,
                resources: Arc::new(Mutex::new(resources)),
            }),
        }
    }
}
