//! How messages come and go: over stdin and stdout, or over HTTP.

use std::sync::Arc;

use axum::Router;
use lightflow_service::service::Service;
use rmcp::ServiceExt as _;
use rmcp::service::{QuitReason, ServerInitializeError};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use super::{Direct, Mcp, Runner};

/// The largest request, in bytes.
const LARGEST_REQUEST: usize = 1 << 20;

/// Why a conversation over stdin and stdout ended other than by its end.
#[derive(Debug, thiserror::Error)]
#[error("the conversation over stdin and stdout broke off: {0}")]
pub struct McpError(String);

/// Stdin, and stdout for the protocol alone.
#[derive(Debug)]
pub struct Stdio {
    stdout: tokio::fs::File,
}

impl Stdio {
    /// Takes stdout. From now on, whatever else this process and its children write there goes to stderr: a node that prints
    /// does not break the conversation.
    ///
    /// # Errors
    /// When there are no more file descriptors.
    pub fn take() -> std::io::Result<Self> {
        let own = rustix::io::dup(rustix::stdio::stdout())?;
        rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
        Ok(Self { stdout: tokio::fs::File::from_std(own.into()) })
    }

    /// Answers until the agent closes stdin. Runs that go on then are interrupted, and can be resumed.
    ///
    /// # Errors
    /// When something else than an agent is at the other end, or a message cannot be written.
    pub async fn serve<R: Runner>(self, server: Mcp<R>) -> Result<(), McpError> {
        let running = match server.serve((tokio::io::stdin(), self.stdout)).await {
            Ok(running) => running,
            // It went away before it said anything.
            Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
            Err(error) => return Err(McpError(error.to_string())),
        };
        match running.waiting().await {
            Ok(QuitReason::JoinError(error)) | Err(error) => Err(McpError(error.to_string())),
            Ok(_) => Ok(()),
        }
    }
}

/// Answers on stdin and stdout for this service, with runs that this process starts by itself.
///
/// # Errors
/// As [`Stdio::take`] and [`Stdio::serve`].
pub async fn stdio(service: Service, name: &str, version: &str) -> Result<(), McpError> {
    let stdio = Stdio::take().map_err(|error| McpError(error.to_string()))?;
    let runner = Direct::new(service.clone());
    stdio.serve(Mcp::new(service, runner, name, version)).await
}

/// The streamable HTTP transport, to be nested at `/mcp`.
///
/// No session is kept: each request stands for itself, so there is nothing that could pile up. Who may ask is for the
/// layers in front of it; it looks at neither `Host` nor `Origin`.
///
/// ```
/// use lightflow_server::mcp::{self, Direct, Mcp};
/// use lightflow_service::service::Service;
///
/// # use lightflow::registry::Registry;
/// let service = Service::new(Registry::linked()?, None);
/// let server = Mcp::new(service.clone(), Direct::new(service), "studio", "0.1.0");
/// let app: axum::Router = axum::Router::new().nest("/mcp", mcp::router(server));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn router<S, R>(server: Mcp<R>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    R: Runner,
{
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LARGEST_REQUEST)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let sessions = Arc::new(NeverSessionManager::default());
    let service = StreamableHttpService::new(move || Ok(server.clone()), sessions, config);
    Router::new().route_service("/", service)
}
