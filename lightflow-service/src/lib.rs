//! What can be asked of a LightFlow program, however it is asked: the command line, HTTP, MCP and the page call this and
//! own nothing of it.
//!
//! `lightflow` brings it; its own name is for those who ask in another way.
//!
//! - [`service`]: what can be asked, and what comes of it.
//! - [`preflight`]: what can be known before a run begins.
//! - [`runs`]: runs that last, in a store.
//! - [`preset`]: inputs under a name.

pub mod preflight;
pub mod preset;
pub mod runs;
pub mod service;
