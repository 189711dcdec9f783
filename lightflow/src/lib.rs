//! Workflows as Rust: typed nodes, compiled graphs, one binary.
//!
//! An asset project is an ordinary crate whose sources are nodes, compositions and workflows. Its
//! `lightflow/main.rs` mounts them and asks for a command line:
//!
//! ```text
//! mod nodes;
//! mod workflows;
//!
//! lightflow::main!();
//! ```
//!
//! `cargo run -- run product_photos --folder photos` then runs a workflow, and `cargo run -- --help` says
//! what else there is; see [`cli`] for the commands.
//!
//! # Features
//!
//! - `cli` (default): [`main!`](crate::main) and [`cli`]. Without it, a crate brings assets but no command
//!   line; so should a library of assets that others link.
//! - `service` (with `cli`): [`service`], what can be asked of a program, for those who ask in another way; [`preflight`],
//!   the checks before a run; [`runs`], runs that are kept.
//! - `sheets` (default): sweeps draw contact sheets.
//! - `serve`: `mcp` answers agents, `openapi` describes the HTTP interface.
//! - `otel`: the command line sends spans of runs and steps to a collector of OpenTelemetry, where
//!   `OTEL_EXPORTER_OTLP_ENDPOINT` is set.

/// The function stays as it is, and a struct of its inputs stands beside it under the same name.
///
/// Ports are the parameters, by value or by reference; `ctx: &Ctx` is none. The function is sync or `async` and returns `T`
/// or `Result<T, E>`.
///
/// ```
/// use lightflow::prelude::*;
///
/// /// Repeats a text.
/// #[node]
/// fn repeat(text: &str, #[port(default = 2, range = 1..=100)] times: u32) -> String {
///     text.repeat(times as usize)
/// }
///
/// assert_eq!(repeat("ab", 2), "abab");
/// ```
///
/// Options: `retry = 3`, `timeout = "30s"`, `resource = "gpu"`, `blocking`, `inline`, `volatile`, `id = "pack/name"`,
/// `needs(net, process, fs, env("KEY"), bin("ffmpeg"), model(MINILM))`, `budget(vram = "2GiB", cost = "0.01 USD")`.
pub use lightflow_macros::node;

/// Steps of a composition show in graphs, events and errors as a group inside the workflow that uses it.
///
/// ```
/// use lightflow::prelude::*;
///
/// #[node]
/// fn double(number: u32) -> u32 {
///     number * 2
/// }
///
/// /// Four times a number.
/// #[composition]
/// fn quadruple(number: u32) -> u32 {
///     let twice = double(number);
///     double(twice)
/// }
/// ```
pub use lightflow_macros::composition;

/// A call is a step, a variable is an edge; `for`, `if` and `match` are parts of the graph.
///
/// ```
/// use lightflow::prelude::*;
///
/// #[node]
/// fn double(number: u32) -> u32 {
///     number * 2
/// }
///
/// /// Doubles every number.
/// #[workflow]
/// fn double_all(numbers: Vec<u32>) -> Vec<u32> {
///     for number in numbers {
///         double(number)
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let doubled = Engine::new().run(double_all { numbers: vec![1, 2, 3] }).await.unwrap();
/// assert_eq!(doubled, [2, 4, 6]);
/// # });
/// ```
pub use lightflow_macros::workflow;

/// A model's files stand in the folder of its id, among the models; nothing is ever fetched.
///
/// ```
/// use lightflow::prelude::*;
///
/// /// Sentences to vectors.
/// #[model(
///     id = "minilm",
///     family = Text,
///     licence = "Apache-2.0",
///     source = "https://example.org/minilm",
///     files("model.safetensors" = {
///         sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
///         size = 90868376,
///     }),
/// )]
/// pub struct MINILM;
///
/// #[node(needs(model(MINILM)))]
/// fn embed(text: &str) -> Vec<f32> {
///     vec![text.len() as f32]
/// }
/// ```
pub use lightflow_macros::model;

/// ```
/// use lightflow::prelude::*;
///
/// /// A crop.
/// #[derive(Port, Clone, Debug, PartialEq)]
/// struct Crop {
///     width: u32,
///     height: u32,
/// }
///
/// let crop = Crop::from_json(serde_json::json!({ "width": 4, "height": 3 })).unwrap();
/// assert_eq!(crop, Crop { width: 4, height: 3 });
/// ```
///
/// `#[port(handle)]` makes a type that lives in one process; `#[port(media = "image/png", encode = f, decode = g)]` gives it a
/// byte form of its own.
pub use lightflow_macros::Port;

/// ```
/// use lightflow::prelude::*;
///
/// /// A text and its length.
/// #[derive(Ports, Clone)]
/// struct Measured {
///     text: String,
///     length: u64,
/// }
///
/// #[node]
/// fn measure(text: String) -> Measured {
///     Measured { length: text.len() as u64, text }
/// }
///
/// #[workflow]
/// fn length(text: String) -> u64 {
///     let Measured { length, .. } = measure(text);
///     length
/// }
/// ```
pub use lightflow_macros::Ports;

pub use lightflow_runtime::Stream;
pub use lightflow_runtime::{
    ArtifactError, CodecError, Ctx, Digest, Engine, EngineBuilder, Event, EventKind, Events, Family,
    ItemStream, ModelFolders, Node, Port, PreviewImage, PreviewImageError, Run, RunError, RunErrorKind,
    RunHandle, Secret, StepPlace, Storage, Workflow,
};
pub use lightflow_runtime::{models, plan, port, record, registry, render, shape, spec};

#[cfg(feature = "service")]
pub use lightflow_service::{preflight, preset, runs, service};

#[cfg(feature = "cli")]
pub mod cli;
mod macros;
pub mod prelude;
pub mod project;

/// What generated code names. Not for people: it may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use lightflow_runtime::private::*;
}
