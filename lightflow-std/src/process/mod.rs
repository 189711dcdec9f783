//! Programs, sandboxes, containers, scripts.
