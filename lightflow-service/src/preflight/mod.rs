//! What can be known before a run begins, checked before it begins: nothing is executed, and all findings come at once.
//!
//! ```
//! use lightflow::Workflow;
//! use lightflow::prelude::*;
//! use lightflow::preflight::{Code, Preflight};
//!
//! #[node(needs(bin("no-such-program")))]
//! fn render(side: u32) -> u32 {
//!     side
//! }
//!
//! #[workflow]
//! fn picture(#[port(range = 16..=64)] side: u32) -> u32 {
//!     render(side)
//! }
//!
//! let inputs = serde_json::json!({ "side": 8 });
//! let findings = Preflight::of(<picture as Workflow>::SPEC).inputs(inputs.as_object().unwrap()).check();
//! let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
//! assert_eq!(codes, [Code::InvalidInput, Code::ProgramMissing]);
//! ```
//!
//! Each checker is a function from [`Preflight`] to findings, in a file of its own; `CHECKERS` has all of them.

mod finding;
mod inputs;
mod model_files;
mod output;
mod policy;
mod shapes;
mod surroundings;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

pub use finding::{Code, Finding};
pub use policy::{PolicyError, RunPolicy};

use lightflow_runtime::ModelFolders;
use lightflow_runtime::spec::{Demand, WorkflowSpec};

/// One thing that is looked at.
type Checker = fn(&Preflight<'_>) -> Vec<Finding>;

/// All that is looked at, in the order of the report.
const CHECKERS: &[Checker] =
    &[inputs::check, shapes::check, policy::check, model_files::check, surroundings::check, output::check];

/// A run that has not begun, and what is around it.
#[derive(Clone, Debug)]
pub struct Preflight<'a> {
    workflow: &'static WorkflowSpec,
    /// What its nodes need, however deep inside.
    demands: Vec<Demand>,
    inputs: Option<&'a Map<String, Value>>,
    models: ModelFolders,
    policy: Option<&'a RunPolicy>,
    output_folder: Option<PathBuf>,
    digests: bool,
    variable: fn(&str) -> Option<OsString>,
}

impl<'a> Preflight<'a> {
    /// A run of this workflow, in the environment of this process; its inputs are not looked at.
    pub fn of(workflow: &'static WorkflowSpec) -> Self {
        let variable = |name: &str| std::env::var_os(name);
        Self {
            workflow,
            demands: workflow.graph.demands(),
            inputs: None,
            models: ModelFolders::of_environment(variable),
            policy: None,
            output_folder: None,
            digests: false,
            variable,
        }
    }

    /// Checks these inputs, too.
    #[must_use]
    pub fn inputs(mut self, inputs: &'a Map<String, Value>) -> Self {
        self.inputs = Some(inputs);
        self
    }

    /// Looks for models here.
    #[must_use]
    pub fn models(mut self, folders: ModelFolders) -> Self {
        self.models = folders;
        self
    }

    /// What the operator allows.
    #[must_use]
    pub fn policy(mut self, policy: &'a RunPolicy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Where the run puts its files.
    #[must_use]
    pub fn output_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.output_folder = Some(folder.as_ref().into());
        self
    }

    /// Reads the files of models to compare their digests; without, only their sizes are compared.
    #[must_use]
    pub fn digests(mut self, digests: bool) -> Self {
        self.digests = digests;
        self
    }

    /// Everything that stands in the way of the run.
    pub fn check(&self) -> Vec<Finding> {
        CHECKERS.iter().flat_map(|check| check(self)).collect()
    }
}
