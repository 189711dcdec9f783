//! What can be asked of a workflow program, however it is asked: the command line, HTTP, MCP and the page call this and
//! own nothing of it.
//!
//! An [`Ask`] says what is to be run. It is checked, which gives a [`Ready`]; a ready run can be
//! [previewed](Service::preview), [created](Service::create) for later or [begun](Service::begin) and
//! [started](Service::start), which gives an [`Active`] run. Runs that are kept can be looked at, gone on with, repeated,
//! judged and removed.
//!
//! ```standalone_crate
//! use lightflow::prelude::*;
//! use lightflow::registry::Registry;
//! use lightflow::runs::Runs;
//! use lightflow::service::{Ask, Service};
//!
//! #[node]
//! fn double(number: u32) -> u32 {
//!     number * 2
//! }
//!
//! #[workflow]
//! fn twice(number: u32) -> u32 {
//!     let once = double(number);
//!     double(once)
//! }
//!
//! # let folder = std::env::temp_dir().join(format!("lightflow-service-{}", std::process::id()));
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let service = Service::new(Registry::linked()?, Some(Runs::open(&folder)?));
//! let ask = Ask::new("twice", serde_json::json!({ "number": 3 }));
//! let ready = service.check(ask)?;
//! let recording = service.begin(&ready)?;
//! let ended = service.start(ready, recording)?.ended().await;
//! assert_eq!(ended.result.unwrap(), 12);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! # std::fs::remove_dir_all(folder).unwrap();
//! ```

mod active;
mod again;
mod ask;
mod diff;
mod error;
mod input;
mod judge;
mod plan;
mod preview;
mod prune;
mod ready;
mod recipe;
#[cfg(feature = "images")]
mod sheet;
mod status;
mod sweep;

use std::sync::Arc;

pub use active::{Active, Ended};
pub use again::{Origin, Resumable};
pub use ask::Ask;
pub use diff::{Diff, InputDiff, StepDiff};
pub use error::{ErrorCode, ServiceError};
pub use input::{Input, InputKind, Range};
pub use lightflow_artifact::recipe::Recipe;
pub use preview::{Preview, StepState, StepStates};
pub use prune::{Prune, Pruned};
pub use ready::{Ready, Surroundings};
pub use recipe::recipe_in;
#[cfg(feature = "images")]
pub use sheet::sheet;
pub use status::{Progress, RunningStep};
pub use sweep::{Axis, MOST as MOST_OF_A_SWEEP, Point, ReadySweep, Sweep, Swept, label};

use crate::runs::{Runs, Store};
use lightflow_runtime::registry::Registry;
use lightflow_runtime::{Engine, EngineBuilder};

/// The assets of a program, the store of its runs, and the engine that they share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Service {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    registry: Registry,
    runs: Option<Runs>,
    /// Name and version of the program, for recipes.
    program: Option<(String, String)>,
    settings: EngineBuilder,
    /// Runs share its threads and resources.
    engine: Engine,
}

impl Service {
    /// A service for these assets; without runs, nothing is kept.
    pub fn new(registry: Registry, runs: Option<Runs>) -> Self {
        Self::with_engine(registry, runs, Engine::builder())
    }

    /// The same with an engine that is set up in another way.
    pub fn with_engine(registry: Registry, runs: Option<Runs>, settings: EngineBuilder) -> Self {
        let engine = settings.clone().build();
        Self { shared: Arc::new(Shared { registry, runs, program: None, settings, engine }) }
    }

    /// Says which program it is: recipes tell its version.
    #[must_use]
    pub fn of_program(self, name: &str, version: &str) -> Self {
        let Shared { registry, runs, settings, engine, .. } = &*self.shared;
        let (registry, runs, settings, engine) =
            (registry.clone(), runs.clone(), settings.clone(), engine.clone());
        let program = Some((name.to_owned(), version.to_owned()));
        Self { shared: Arc::new(Shared { registry, runs, program, settings, engine }) }
    }

    /// Name and version of the program, if they were said.
    pub fn program(&self) -> Option<(&str, &str)> {
        self.shared.program.as_ref().map(|(name, version)| (name.as_str(), version.as_str()))
    }

    /// The assets.
    pub fn registry(&self) -> &Registry {
        &self.shared.registry
    }

    /// The runs that are kept.
    ///
    /// # Errors
    /// When runs are kept nowhere.
    pub fn runs(&self) -> Result<&Runs, ServiceError> {
        self.shared.runs.as_ref().ok_or(ServiceError::NoStore)
    }

    /// The store of runs.
    ///
    /// # Errors
    /// When runs are kept nowhere.
    pub fn store(&self) -> Result<&Store, ServiceError> {
        self.runs().map(Runs::store)
    }
}
