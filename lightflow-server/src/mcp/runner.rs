//! Who starts runs.

use std::future::Future;
use std::time::Duration;

use lightflow_service::runs::RunId;
use lightflow_service::service::{Ask, Ready};

use super::Fault;

/// Starts runs for those who ask by MCP, and waits for their ends.
pub trait Runner: Send + Sync + 'static {
    /// Says where a run takes place, and reads inputs that only this program understands. What it lets through is checked
    /// afterwards, as every [`Ask`] is.
    ///
    /// # Errors
    /// When an input may not be used from here.
    fn admit(&self, ask: Ask) -> Result<Ask, Fault>;

    /// Starts a run, or puts it where it waits for its turn.
    ///
    /// # Errors
    /// When too many wait already, or the store cannot be written.
    fn start(&self, ready: Ready) -> impl Future<Output = Result<RunId, Fault>> + Send;

    /// Waits until a run is over, or so much time has passed; at once, for a run that this one did not start.
    fn ended(&self, run: RunId, within: Duration) -> impl Future<Output = ()> + Send;
}
