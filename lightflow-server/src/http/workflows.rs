//! Workflows: what they take, and how they look.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use lightflow_runtime::registry::{inputs_schema, short};
use lightflow_runtime::render::{BodyView, Format, StepKind, View, render};
use lightflow_runtime::spec::{CompositionSpec, WorkflowSpec};
use lightflow_service::preset::{FOLDER, Preset};
use lightflow_service::service::Input;
use serde_json::{Value, json};

use super::extract::Workflow;
use crate::app::App;
use crate::problem::Problem;

pub async fn list(State(app): State<App>) -> Answer<Value> {
    let workflows: Vec<Value> = app.service().registry().workflows().map(described).collect();
    Answer(json!({ "workflows": workflows }))
}

pub async fn get(State(app): State<App>, Workflow(workflow): Workflow) -> Result<Answer<Value>, Problem> {
    let mut described = described(workflow);
    described["schema"] = inputs_schema(&workflow.graph);
    described["nodes"] = nodes(&View::of(&workflow.graph).body).into();
    let presets = app.blocking(move |_| Ok(presets_of(workflow))).await?;
    described["presets"] = presets.into();
    Ok(Answer(described))
}

fn described(workflow: &'static WorkflowSpec) -> Value {
    let graph = &workflow.graph;
    json!({
        "id": graph.id,
        "name": short(graph.id),
        "doc": graph.doc,
        "source": graph.source.to_string(),
        "inputs": Input::of(workflow),
    })
}

fn nodes(body: &BodyView) -> usize {
    let of_step = |step: &lightflow_runtime::render::StepView| {
        let inside = step.body.as_ref().map_or(0, nodes);
        let arms: usize = step.arms.iter().map(|arm| nodes(&arm.body)).sum();
        usize::from(step.kind == StepKind::Node) + inside + arms
    };
    body.steps.iter().map(of_step).sum()
}

fn presets_of(workflow: &WorkflowSpec) -> Vec<Value> {
    let folder = std::path::Path::new(FOLDER);
    let found = Preset::names(folder).into_iter().filter_map(|name| Preset::find(&name, folder).ok());
    let fits = |preset: &Preset| preset.workflow.as_deref().is_none_or(|id| id == workflow.graph.id);
    found.filter(fits).map(|preset| json!({ "name": preset.name, "inputs": preset.inputs })).collect()
}

pub async fn plan(Workflow(workflow): Workflow) -> Answer<Value> {
    Answer(json!(View::of(&workflow.graph)))
}

pub async fn drawing(Workflow(workflow): Workflow) -> Response {
    svg(&workflow.graph)
}

pub fn svg(graph: &CompositionSpec) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], render(graph, Format::Svg)).into_response()
}
