//! The program that is served, and an agent that speaks to it.

use std::sync::LazyLock;

use lightflow::prelude::*;
use lightflow::registry::Registry;
use lightflow::runs::Runs;
use lightflow::service::Service;
use lightflow_server::mcp::{Direct, Mcp};
use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::{RoleClient, RunningService};
use rmcp::{ServiceError, ServiceExt as _};
use serde_json::Value;
use tokio::sync::Semaphore;

/// A grey pixel, as a file.
pub const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00,
    0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81,
    0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// What `wait_at_the_gate` waits for.
pub static GATE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(0));

/// Draws a grey dot.
#[node]
async fn draw_dot(
    /// Which grey.
    #[port(range = 0..=255)]
    grey: u32,
    ctx: &Ctx,
) -> Result<PathBuf, std::io::Error> {
    let path = ctx.output_path(format!("dot-{grey}.png")).map_err(std::io::Error::other)?;
    tokio::fs::write(&path, PIXEL).await?;
    ctx.artifact(&path);
    Ok(path)
}

/// Draws a dot.
///
/// It is a picture of one pixel.
#[workflow]
fn dot(#[port(default = 7)] grey: u32) -> PathBuf {
    draw_dot(grey)
}

#[node]
fn double(number: u32) -> u32 {
    number * 2
}

/// Doubles a number.
#[workflow]
fn doubled(number: u32) -> u32 {
    double(number)
}

#[node]
fn refuse(text: String, ctx: &Ctx) -> Result<String, std::io::Error> {
    ctx.log("looking at the text");
    Err(std::io::Error::other(format!("`{text}` is not to my taste")))
}

/// Fails.
#[workflow]
fn picky(text: String) -> String {
    refuse(text)
}

#[node(volatile)]
async fn wait_at_the_gate(number: u32) -> u32 {
    GATE.acquire().await.expect("the gate is never closed").forget();
    number
}

/// Waits until the gate opens.
#[workflow]
fn gated(number: u32) -> u32 {
    wait_at_the_gate(number)
}

#[node]
async fn write_zeros(bytes: u64, ctx: &Ctx) -> Result<u64, std::io::Error> {
    let path = ctx.output_path("zeros.bin").map_err(std::io::Error::other)?;
    tokio::fs::write(&path, vec![0; bytes as usize]).await?;
    ctx.artifact(&path);
    Ok(bytes)
}

/// Makes a file of zeros.
#[workflow]
fn zeros(bytes: u64) -> u64 {
    write_zeros(bytes)
}

#[node]
fn length_of(key: Secret<String>) -> u64 {
    key.reveal().len() as u64
}

/// Counts the letters of a secret.
#[workflow]
fn unseen(key: Secret<String>) -> u64 {
    length_of(key)
}

/// An agent, a program, and the folder of its store.
pub struct Agent {
    pub client: RunningService<RoleClient, ()>,
    pub service: Service,
    _folder: tempfile::TempDir,
}

/// A program with a store of its own.
pub fn program() -> (Service, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let runs = Runs::open(folder.path().join("store")).unwrap();
    (Service::new(Registry::linked().unwrap(), Some(runs)), folder)
}

impl Agent {
    pub async fn new() -> Self {
        let (service, folder) = program();
        let runner = InFolder(Direct::new(service.clone()), folder.path().join("out"));
        let server = Mcp::new(service.clone(), runner, "test", "1.2.3");
        let (near, far) = tokio::io::duplex(1 << 16);
        tokio::spawn(async move { server.serve(far).await.unwrap().waiting().await });
        let client = ().serve(near).await.unwrap();
        Self { client, service, _folder: folder }
    }

    pub async fn ask(&self, tool: &str, arguments: Value) -> CallToolResult {
        self.try_ask(tool, arguments).await.unwrap()
    }

    pub async fn try_ask(&self, tool: &str, arguments: Value) -> Result<CallToolResult, ServiceError> {
        let arguments = arguments.as_object().cloned().unwrap();
        self.client.call_tool(CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments)).await
    }

    /// What a call gives that has to go well.
    pub async fn told(&self, tool: &str, arguments: Value) -> Value {
        let result = self.ask(tool, arguments).await;
        assert_ne!(result.is_error, Some(true), "{:?}", result.content);
        result.structured_content.unwrap()
    }

    /// Code, message and hint of a call that has to be refused.
    pub async fn refused(&self, tool: &str, arguments: Value) -> (String, String, String) {
        let result = self.ask(tool, arguments).await;
        assert_eq!(result.is_error, Some(true), "{:?}", result.structured_content);
        let error = result.structured_content.unwrap()["error"].clone();
        let text = |field: &str| error[field].as_str().unwrap().to_owned();
        let shown = &result.content[0].as_text().unwrap().text;
        assert!(shown.contains(&text("message")) && shown.contains(&text("hint")), "{shown}");
        (text("code"), text("message"), text("hint"))
    }
}

/// Runs that leave their files in the test's folder.
struct InFolder(Direct, PathBuf);

impl lightflow_server::mcp::Runner for InFolder {
    fn admit(
        &self,
        ask: lightflow::service::Ask,
    ) -> Result<lightflow::service::Ask, lightflow_server::mcp::Fault> {
        let mut ask = self.0.admit(ask)?;
        let own = ask.place.output_folder.take().unwrap();
        ask.place.output_folder = Some(self.1.join(own.file_name().unwrap()));
        Ok(ask)
    }

    async fn start(
        &self,
        ready: lightflow::service::Ready,
    ) -> Result<lightflow::runs::RunId, lightflow_server::mcp::Fault> {
        self.0.start(ready).await
    }

    async fn ended(&self, run: lightflow::runs::RunId, within: std::time::Duration) {
        self.0.ended(run, within).await;
    }
}
