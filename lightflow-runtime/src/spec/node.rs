//! What a node declares beside its function.

use std::time::Duration;

use super::{Budget, Need, OutputSpec, PortSpec, TypeSpec};

/// A node: one typed function.
#[derive(Debug)]
pub struct NodeSpec {
    /// Crate and name, unique in a binary: `studio/fit`.
    pub id: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// The doc comment.
    pub doc: &'static str,
    /// The inputs in the order of the function's parameters.
    pub ports: &'static [PortSpec],
    /// What the function gives on success.
    pub output: TypeSpec,
    /// The outputs one by one; more than one for a tuple.
    pub outputs: &'static [OutputSpec],
    /// Whether the function is `async`.
    pub mode: Mode,
    /// Where a sync function runs.
    pub cost: CostHint,
    /// How often a failed step is tried again.
    pub retry: u32,
    /// How long one try may take.
    pub timeout: Option<Duration>,
    /// The named resource of which a step holds one unit while it runs.
    pub resource: Option<&'static str>,
    /// Whether there is no retry, timeout or resource to look after.
    pub simple: bool,
    /// Whether the step runs again though its inputs are the same.
    pub volatile: bool,
    /// What it needs of the world around it.
    pub needs: &'static [Need],
    /// What one step of it uses up.
    pub budget: Budget,
    /// Where the function is.
    pub source: Source,
    /// SipHash-2-4-128 of the function's tokens: formatting and comments do not change it.
    pub fingerprint: u128,
    /// Shapes of its ports and its output.
    pub contract: Option<crate::shape::Contract>,
}

/// Whether a node's function is `async`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A plain function.
    Sync,
    /// An `async` function.
    Async,
}

/// Where a sync node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostHint {
    /// The engine measures, and decides.
    Learned,
    /// Always on the thread that drives the run: `#[node(inline)]`.
    Inline,
    /// Always on a thread of its own: `#[node(blocking)]`.
    Blocking,
}

/// A place in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as rustc knows it.
    pub file: &'static str,
    /// Counted from 1.
    pub line: u32,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
