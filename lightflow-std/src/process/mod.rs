//! Programs, sandboxes, containers, scripts.
//!
//! | node | runs |
//! |---|---|
//! | [`exec`](fn@exec::exec) | a program with a list of arguments; no shell reads them |
//! | [`shell`](fn@shell::shell) | a script by `/bin/sh -eu` |
//! | [`python`](fn@python::python) | a script by `python3`, JSON in and out |
//! | [`sandboxed`](fn@sandboxed::sandboxed) | a program that sees the files and the network it is given |
//! | `docker_run` | a program in a container (feature `docker`) |
//!
//! A program gets no variable of the environment that is not named, and nothing of it is left when its step ends: it runs in a process
//! group with a guard, which ends the group when the step is over or dropped, and also when this very process is killed. What starts
//! a session of its own (a daemon) leaves the group; a [sandbox](fn@sandboxed::sandboxed) refuses that, too.

mod child;
mod collect;
mod environment;
mod error;
mod finished;
mod group;
mod output;
mod program;

#[cfg(feature = "docker")]
pub mod docker_run;
pub mod exec;
pub mod python;
pub mod sandbox;
pub mod sandboxed;
pub mod shell;

pub use error::ProcessError;
pub use finished::{Finished, Overflow};
pub use sandbox::{Sandbox, SandboxError};
