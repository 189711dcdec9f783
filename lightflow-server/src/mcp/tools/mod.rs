//! The tools: one file for each, with what it takes, what it gives, and how.

mod describe;
mod explain;
mod outcome;
mod outputs;
mod preflight;
mod run;
mod search_assets;
mod status;
mod sweep;

use std::sync::Arc;

use lightflow_service::service::Service;
use rmcp::RoleServer;
use rmcp::model::{CallToolResult, JsonObject, Tool, ToolAnnotations};
use rmcp::service::RequestContext;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::{Answer, Fault};
use super::runner::Runner;
use super::server::Shared;

/// What a tool does to the world, for agents that ask before they act.
#[derive(Clone, Copy)]
enum Effect {
    /// It only looks.
    Reads,
    /// It starts runs, which may do whatever nodes do.
    Runs,
}

/// All tools, as agents see them.
pub(super) fn list(service: &Service) -> Vec<Tool> {
    vec![
        search_assets::tool(),
        describe::tool(),
        preflight::tool(),
        run::tool(service),
        status::tool(),
        outputs::tool(),
        sweep::tool(),
        explain::tool(),
    ]
}

/// Calls a tool; `None` if there is none of this name.
pub(super) async fn call<R: Runner>(
    shared: &Shared<R>,
    name: &str,
    arguments: JsonObject,
    context: &RequestContext<RoleServer>,
) -> Option<Result<CallToolResult, Fault>> {
    let service = &shared.service;
    Some(match name {
        search_assets::NAME => looked(service, arguments, search_assets::call).await,
        describe::NAME => looked(service, arguments, describe::call).await,
        preflight::NAME => match read(arguments) {
            Ok(asked) => preflight::call(shared, asked).await.map(CallToolResult::from),
            Err(fault) => Err(fault),
        },
        run::NAME => match read(arguments) {
            Ok(asked) => run::call(shared, asked, context).await.map(CallToolResult::from),
            Err(fault) => Err(fault),
        },
        status::NAME => looked(service, arguments, status::call).await,
        outputs::NAME => looked(service, arguments, outputs::call).await,
        sweep::NAME => match read(arguments) {
            Ok(asked) => sweep::call(shared, asked, context).await.map(CallToolResult::from),
            Err(fault) => Err(fault),
        },
        explain::NAME => looked(service, arguments, explain::call).await,
        _ => return None,
    })
}

/// Calls a tool that only looks at assets and the store, which may wait for disks.
async fn looked<A, T>(
    service: &Service,
    arguments: JsonObject,
    call: fn(&Service, A) -> Result<Answer<T>, Fault>,
) -> Result<CallToolResult, Fault>
where
    A: DeserializeOwned + Send + 'static,
    T: Serialize + 'static,
{
    let asked: A = read(arguments)?;
    let service = service.clone();
    off(move || call(&service, asked).map(CallToolResult::from)).await
}

/// Waits for disks on a thread that may.
async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

/// Arguments that do not fit are for the model to mend, so they are no error of the protocol.
fn read<A: DeserializeOwned>(arguments: JsonObject) -> Result<A, Fault> {
    serde_json::from_value(arguments.into()).map_err(|error| {
        Fault::bad(format!("the arguments do not fit: {error}"), "call it as its input schema says")
    })
}

/// A tool that takes `A` and gives `T`.
fn declared<A: JsonSchema, T: JsonSchema>(
    name: &'static str,
    title: &str,
    description: impl Into<String>,
    effect: Effect,
) -> Tool {
    let looks = matches!(effect, Effect::Reads);
    let annotations =
        ToolAnnotations::with_title(title).read_only(looks).destructive(false).open_world(!looks);
    let annotations = if looks { annotations.idempotent(true) } else { annotations };
    let settings = SchemaSettings::draft2020_12();
    let takes = settings.clone().into_generator().into_root_schema_for::<A>();
    let gives = settings.for_serialize().into_generator().into_root_schema_for::<T>();
    Tool::new(name, description.into(), object(takes))
        .with_title(title)
        .with_raw_output_schema(object(gives))
        .with_annotations(annotations)
}

fn object(schema: schemars::Schema) -> Arc<JsonObject> {
    match schema.to_value() {
        Value::Object(mut schema) => {
            // The name of a Rust type says nothing to a model.
            schema.remove("title");
            Arc::new(schema)
        }
        _ => Arc::default(),
    }
}
