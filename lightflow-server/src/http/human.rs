//! What people say of artifacts, and inputs under a name.

use std::path::Path as FilePath;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lightflow_service::preset::{FOLDER, Preset};
use lightflow_service::runs::VerdictFilter;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::bad_request;
use super::extract::{Json, Query, find};
use crate::app::App;
use crate::problem::Problem;

/// The longest note, in bytes.
const LONGEST: usize = 10_000;

#[derive(Deserialize)]
pub struct Which {
    workflow: Option<String>,
    run: Option<String>,
}

pub async fn verdicts(State(app): State<App>, Query(which): Query<Which>) -> Result<Answer<Value>, Problem> {
    let workflow = match which.workflow.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => Some(app.service().workflow(&name.replace('~', "/"))?.0.graph.id.to_owned()),
        None => None,
    };
    let run = match which.run.as_deref() {
        Some(id) => Some(find(&app, id).await?.id),
        None => None,
    };
    app.blocking(move |app| {
        let filter = VerdictFilter { workflow, run, content: None };
        Ok(Answer(json!({ "verdicts": app.store().verdicts(&filter)? })))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    run: String,
    artifact: String,
    picked: bool,
    note: Option<String>,
}

pub async fn judge(State(app): State<App>, Json(judged): Json<Judged>) -> Result<Response, Problem> {
    let Judged { run, artifact, picked, note } = judged;
    if note.as_ref().is_some_and(|note| note.len() > LONGEST) {
        return Err(bad_request(format!("a note has at most {LONGEST} bytes")));
    }
    let run = find(&app, &run).await?;
    app.blocking(move |app| {
        // A path would name a file of this machine.
        let known = app.store().artifacts(run.id)?;
        if !known.iter().any(|known| known.name == artifact || known.digest.to_string() == artifact) {
            return Err(super::error::not_found(format!("file of this name in the run `{}`", run.id)));
        }
        let verdict = app.service().judge(&run.id.to_string(), &artifact, picked, note)?;
        Ok((StatusCode::CREATED, Answer(json!(verdict))).into_response())
    })
    .await
}

pub async fn presets(State(app): State<App>) -> Result<Answer<Value>, Problem> {
    app.blocking(|_| {
        let folder = FilePath::new(FOLDER);
        let found = Preset::names(folder).into_iter().filter_map(|name| Preset::find(&name, folder).ok());
        let presets: Vec<Value> = found
            .map(
                |preset| json!({ "name": preset.name, "workflow": preset.workflow, "inputs": preset.inputs }),
            )
            .collect();
        Ok(Answer(json!({ "presets": presets })))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPreset {
    name: String,
    run: String,
}

pub async fn save_preset(State(app): State<App>, Json(new): Json<NewPreset>) -> Result<Response, Problem> {
    let run = find(&app, &new.run).await?;
    app.blocking(move |app| {
        let request = app.store().request(run.id)?;
        let inputs = request.inputs.as_object().cloned().unwrap_or_default();
        let preset = Preset { name: new.name, workflow: Some(request.workflow), inputs };
        preset.save(FilePath::new(FOLDER)).map_err(|error| {
            Problem::new(StatusCode::CONFLICT, "bad_request", error.message).hint(error.help)
        })?;
        let saved = json!({ "name": preset.name, "workflow": preset.workflow, "inputs": preset.inputs });
        Ok((StatusCode::CREATED, Answer(saved)).into_response())
    })
    .await
}
