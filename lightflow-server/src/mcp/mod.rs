//! The Model Context Protocol ([2026-07-28 and earlier revisions](https://modelcontextprotocol.io/specification)): what an
//! agent needs to find workflows, check inputs, run them and look at what came out.
//!
//! There are eight tools, each in a file of `tools`; plans, runs and artifacts are resources. Whatever goes wrong in a call
//! that was well-formed is a result with `isError`, a code, a message and a hint, which the model reads; protocol errors are
//! for what is no call at all.
//!
//! Two transports carry the same [`Mcp`]: [`stdio`] for a program that an agent starts, [`router`] for a server at `/mcp`.
//! The way through the files: `transport` reads messages, `server` answers the protocol, `tools` and `resources` what is
//! asked, and a [`Runner`] starts runs.

mod answer;
mod assets;
mod direct;
mod media;
mod queued;
mod resources;
mod runner;
mod server;
mod tools;
mod transport;

pub use answer::Fault;
pub use direct::Direct;
pub use runner::Runner;
pub use server::Mcp;
pub use transport::{McpError, Stdio, router, stdio};
