//! LightFlow programs as a server: HTTP, events, MCP and a page to judge by.
//!
//! It owns no behaviour: whatever is asked goes to [`lightflow_service::service::Service`], as from the command line.

mod app;
pub mod guard;
pub mod http;
pub mod limits;
pub mod listen;
mod live;
pub mod mcp;
pub mod openapi;
pub mod page;
pub mod problem;
pub mod queue;
mod server;
mod uploads;

pub use app::{App, Program};
pub use server::{guarded, router, serve};
