//! LightFlow programs as a server: HTTP, events, MCP and a page to judge by.
//!
//! It owns no behaviour: whatever is asked goes to [`lightflow_service::service::Service`], as from the command line.

pub mod page;
