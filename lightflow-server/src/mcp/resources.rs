//! Resources: plans, runs and artifacts under names that begin with `lightflow://`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lightflow_runtime::render::{Format, render};
use lightflow_service::runs::{Artifact, Digest, Run, RunFilter};
use lightflow_service::service::Service;
use rmcp::model::{
    ErrorData, ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};
use serde_json::{Value, json};

use super::assets::summary;
use super::{Fault, media};

/// So many runs are on one page of the list.
const PAGE: usize = 50;

/// A larger artifact is not sent: base64 makes a third more of it, and all of it is one message.
pub(super) const LARGEST: u64 = 8 << 20;

const JSON: &str = "application/json";

/// The plan of every workflow and the newest runs; further pages have older runs.
pub(super) fn list(service: &Service, cursor: Option<&str>) -> Result<ListResourcesResult, ErrorData> {
    let after = match cursor.map(str::parse) {
        None => None,
        Some(Ok(run)) => Some(run),
        Some(Err(_)) => return Err(ErrorData::invalid_params("the cursor is none that a list gave", None)),
    };
    let mut resources: Vec<Resource> = Vec::new();
    if after.is_none() {
        resources.extend(service.registry().workflows().map(|workflow| {
            let name = format!("plan of {}", workflow.graph.name);
            Resource::new(plan_uri(workflow.graph.id), name)
                .with_description(summary(workflow.graph.doc))
                .with_mime_type(JSON)
        }));
    }
    let filter = RunFilter { limit: Some(PAGE), after, ..RunFilter::default() };
    let runs = match service.store() {
        Ok(store) => store.list(&filter).map_err(|error| refused(error.into()))?,
        Err(_) => Vec::new(),
    };
    resources.extend(runs.iter().map(run_link));
    let mut page = ListResourcesResult::with_all_items(resources);
    page.next_cursor = runs.get(PAGE - 1).map(|run| run.id.to_string());
    Ok(page)
}

/// What else can be read.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = |uri: &str, name: &str, doc: &str| ResourceTemplate::new(uri, name).with_description(doc);
    vec![
        template("lightflow://plans/{workflow}", "plan", "The steps of a workflow and what is wired to what")
            .with_mime_type(JSON),
        template("lightflow://runs/{run}", "run", "What a run was asked to do, how far it is, what it gave")
            .with_mime_type(JSON),
        template(
            "lightflow://artifacts/{digest}",
            "artifact",
            "A file that a run made, of 8 MiB at most, by the digest that `outputs` gives",
        ),
    ]
}

/// Reads one.
pub(super) fn read(service: &Service, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let path = uri.strip_prefix("lightflow://");
    let content = match path.and_then(|path| path.split_once('/')) {
        Some(("plans", workflow)) => plan(service, workflow).map(|text| of_json(text, uri)),
        Some(("runs", run)) => told(service, run).map(|told| of_json(told.to_string(), uri)),
        Some(("artifacts", digest)) => artifact(service, digest, uri),
        _ => Err(Fault::new("not_found", "there is no such resource", "list the resources and templates")),
    };
    content.map(|content| ReadResourceResult::new(vec![content])).map_err(refused)
}

/// The name of a workflow's plan.
fn plan_uri(workflow: &str) -> String {
    format!("lightflow://plans/{}", workflow.replace('/', "~"))
}

/// A link to a run.
pub(super) fn run_link(run: &Run) -> Resource {
    let name = run.workflow.rsplit('/').next().unwrap_or_default();
    Resource::new(format!("lightflow://runs/{}", run.id), format!("{name} {}", run.id))
        .with_description(format!("a run of {name}: {}", run.status))
        .with_mime_type(JSON)
}

/// A link to a file that a run made.
pub(super) fn artifact_link(artifact: &Artifact) -> Resource {
    Resource::new(artifact_uri(artifact.digest), artifact.name.clone())
        .with_description(format!("made by step `{}`", artifact.step))
        .with_mime_type(media::of(&artifact.name))
        .with_size(artifact.len)
}

/// The name of a file that a run made.
pub(super) fn artifact_uri(digest: Digest) -> String {
    format!("lightflow://artifacts/{digest}")
}

fn of_json(text: String, uri: &str) -> ResourceContents {
    ResourceContents::text(text, uri).with_mime_type(JSON)
}

fn plan(service: &Service, workflow: &str) -> Result<String, Fault> {
    let (workflow, _) = service.workflow(&workflow.replace('~', "/"))?;
    Ok(render(&workflow.graph, Format::Json))
}

fn told(service: &Service, run: &str) -> Result<Value, Fault> {
    let store = service.store()?;
    let run = store.find(run)?;
    let progress = service.progress(run.id)?;
    Ok(json!({
        "run": run,
        "request": store.request(run.id)?,
        "outputs": store.outputs(run.id)?,
        "finished": progress.finished,
        "known": progress.known,
        "running": progress.running,
        "artifacts": store.artifacts(run.id)?,
    }))
}

/// Only what runs made can be read, and not what else the store has.
fn artifact(service: &Service, digest: &str, uri: &str) -> Result<ResourceContents, Fault> {
    let gone =
        || Fault::new("not_found", "no run that is kept made this file", "call `outputs` for what there is");
    let digest: Digest = digest.parse().map_err(|_| gone())?;
    let store = service.store()?;
    let (_, artifact) = store.runs_with(digest)?.into_iter().next().ok_or_else(gone)?;
    if artifact.len > LARGEST {
        let message = format!("`{}` has {} bytes, and {LARGEST} are the most", artifact.name, artifact.len);
        return Err(Fault::new(
            "too_large",
            message,
            "read the file that `outputs` names, or look at its thumbnail",
        ));
    }
    let bytes = store.get(digest)?.ok_or_else(gone)?;
    let media = media::of(&artifact.name);
    let content = match std::str::from_utf8(&bytes) {
        Ok(text) if media::is_text(media) => ResourceContents::text(text, uri),
        _ => ResourceContents::blob(STANDARD.encode(&bytes), uri),
    };
    Ok(content.with_mime_type(media))
}

/// A resource has no result that says what is wrong, so the protocol does.
fn refused(fault: Fault) -> ErrorData {
    let text = format!("{}; {}", fault.message, fault.hint);
    let data = serde_json::to_value(&fault).ok();
    match fault.code {
        "store_failed" => ErrorData::internal_error(text, data),
        "too_large" => ErrorData::invalid_params(text, data),
        _ => ErrorData::resource_not_found(text, data),
    }
}
