//! How the server is.

use schemars::JsonSchema;
use serde::Serialize;

/// How the server is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// The program that serves.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The version of LightFlow.
    pub lightflow: String,
    /// Runs that wait and go on.
    pub queue: QueueState,
}

/// Runs that wait and go on.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct QueueState {
    /// That wait for their turn.
    pub waiting: u64,
    /// That go on.
    pub running: u64,
    /// That may wait at most.
    pub limit: u64,
}
