//! Workflows as Rust: typed nodes, compiled graphs, one binary.
//!
//! An asset project is an ordinary crate whose sources are nodes, compositions and workflows. Its
//! `lightflow/main.rs` mounts them and asks for a command line:
//!
//! ```ignore
//! mod nodes;
//! mod workflows;
//!
//! lightflow::main!();
//! ```
//!
//! `cargo run -- run product_photos --folder photos` then runs a workflow, and `cargo run -- --help` says
//! what else there is; see [`cli`] for the commands.
//!
//! # Features
//!
//! - `cli` (default): [`main!`](crate::main) and [`cli`]. Without it, a crate brings assets but no command
//!   line; so should a library of assets that others link.

pub use lightflow_macros::{Port, Ports, composition, node, workflow};
pub use lightflow_runtime::{
    ArtifactError, CodecError, Ctx, Engine, EngineBuilder, Event, EventKind, Events, Node, Port, Run,
    RunError, RunErrorKind, RunHandle, StepPlace, Storage, Workflow,
};
pub use lightflow_runtime::{plan, port, registry, render, spec};

#[cfg(feature = "cli")]
pub mod cli;
mod macros;
pub mod prelude;

/// What generated code names. Not for people: it may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use lightflow_runtime::private::*;
}
