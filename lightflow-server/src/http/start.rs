//! Runs that are to begin, go on, or end.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lightflow_runtime::port::Storage;
use lightflow_service::runs::{Reuse, Run, RunId, RunStatus};
use lightflow_service::service::{Ask, Origin, Ready, ServiceError};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::bad_request;
use super::extract::{Json, OneRun, Workflow};
use crate::app::App;
use crate::problem::Problem;

/// What a run is asked to do.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wanted {
    pub inputs: Map<String, Value>,
    /// Whether it begins as soon as its turn comes.
    pub start: Option<bool>,
    pub priority: i32,
    pub fresh: Vec<String>,
    pub no_cache: bool,
    pub recipes: Option<bool>,
}

impl Wanted {
    /// What it asks of a workflow, with a folder of its own for its files.
    pub fn ask(self, app: &App, workflow: &str) -> Result<Ask, Problem> {
        let Self { mut inputs, start, priority, fresh, no_cache, recipes } = self;
        app.uploads().resolve(&mut inputs)?;
        let mut ask = Ask::new(workflow, Value::Object(inputs));
        in_own_folder(app, &mut ask);
        ask.reuse = Reuse { nothing: no_cache, fresh, explain: false };
        ask.recipes = recipes.unwrap_or(true);
        (ask.wanted, ask.priority) = (start.unwrap_or(true), priority);
        Ok(ask)
    }
}

pub async fn preflight(
    State(app): State<App>,
    Workflow(workflow): Workflow,
    Json(wanted): Json<Wanted>,
) -> Result<Answer<Value>, Problem> {
    app.blocking(move |app| {
        let ask = wanted.ask(app, workflow.graph.id)?;
        match app.service().check(ask) {
            Ok(_) => Ok(Answer(json!({ "ready": true, "findings": [] }))),
            Err(ServiceError::NotReady { findings, .. }) => {
                Ok(Answer(json!({ "ready": false, "findings": findings })))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

pub async fn preview(
    State(app): State<App>,
    Workflow(workflow): Workflow,
    Json(wanted): Json<Wanted>,
) -> Result<Answer<Value>, Problem> {
    let ready = app
        .blocking(move |app| {
            let ask = wanted.ask(app, workflow.graph.id)?;
            Ok(app.service().check(ask)?)
        })
        .await?;
    Ok(Answer(json!(app.service().preview(&ready).await?)))
}

pub async fn create(
    State(app): State<App>,
    Workflow(workflow): Workflow,
    headers: HeaderMap,
    Json(wanted): Json<Wanted>,
) -> Result<Response, Problem> {
    let key = request_key(&headers)?;
    let (status, run) = app
        .blocking(move |app| {
            let mut ask = wanted.ask(app, workflow.graph.id)?;
            ask.request_key = key.clone();
            let ready = app.service().check(ask)?;
            if let Some(key) = &key
                && let Some(run) = asked_before(app, key, &ready)?
            {
                return Ok((StatusCode::OK, run));
            }
            Ok((StatusCode::CREATED, app.store().run(begin(app, &ready)?)?))
        })
        .await?;
    Ok(located(status, &run))
}

/// The name that its asker gave a request.
fn request_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    match key.to_str() {
        Ok(key) if (1..=200).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(bad_request("the header `Idempotency-Key` has 1 to 200 letters of ASCII")),
    }
}

/// The run of the same request, if there was one.
fn asked_before(app: &App, key: &str, ready: &Ready) -> Result<Option<Run>, Problem> {
    let Some(run) = app.store().requested_as(key)? else { return Ok(None) };
    let (before, now) = (app.store().request(run)?, ready.request());
    if (&before.workflow, &before.inputs) != (&now.workflow, &now.inputs) {
        let problem = Problem::new(
            StatusCode::CONFLICT,
            "wrong_run",
            "the `Idempotency-Key` was used for another request",
        );
        return Err(problem.hint("give each request a key of its own"));
    }
    Ok(Some(app.store().run(run)?))
}

/// Gives a run a folder of its own for its files, so that no other writes there.
pub fn in_own_folder(app: &App, ask: &mut Ask) {
    ask.place.folder = std::env::current_dir().ok();
    ask.place.output_folder = Some(app.store().root().join("files").join(app.store().new_name()));
}

/// Keeps a run, and lets it wait for its turn if it is wanted.
pub fn begin(app: &App, ready: &Ready) -> Result<RunId, Problem> {
    if !ready.ask.wanted {
        return Ok(app.service().create(ready)?);
    }
    let is_secret = |name: &str| {
        let port = ready.workflow.graph.inputs().iter().find(|port| port.name == name);
        port.is_some_and(|port| matches!(port.ty.storage, Storage::Secret))
    };
    let secrets = ready.inputs.iter().filter(|(name, _)| is_secret(name));
    let secrets = secrets.map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok(app.queue().put(secrets, || Ok((app.service().create(ready)?, ready.ask.priority)))?)
}

pub fn located(status: StatusCode, run: &Run) -> Response {
    let location = [(header::LOCATION, format!("/api/runs/{}", run.id))];
    (status, location, Answer(json!(run))).into_response()
}

pub async fn start(State(app): State<App>, OneRun(run): OneRun) -> Result<Response, Problem> {
    if run.status != RunStatus::Created {
        let problem = Problem::new(
            StatusCode::CONFLICT,
            "wrong_run",
            format!("the run `{}` was started before: it is {}", run.id, run.status),
        );
        return Err(problem.hint("`retry` makes a new run like it"));
    }
    go_on(app, run.id).await
}

pub async fn resume(State(app): State<App>, OneRun(run): OneRun) -> Result<Response, Problem> {
    go_on(app, run.id).await
}

async fn go_on(app: App, id: RunId) -> Result<Response, Problem> {
    let run = app
        .blocking(move |app| {
            // What can be known is said now, and not when its turn comes.
            app.service().resumable(&id.to_string(), Map::new())?;
            app.queue().want(id, &app.store().request(id)?)?;
            Ok(app.store().run(id)?)
        })
        .await?;
    Ok(located(StatusCode::ACCEPTED, &run))
}

pub async fn cancel(State(app): State<App>, OneRun(run): OneRun) -> Result<Response, Problem> {
    let run = app
        .blocking(move |app| {
            app.queue().cancel(run.id)?;
            Ok(app.store().run(run.id)?)
        })
        .await?;
    Ok(located(StatusCode::ACCEPTED, &run))
}

pub async fn retry(State(app): State<App>, OneRun(run): OneRun) -> Result<Response, Problem> {
    again(app, run.id, Map::new()).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Changes {
    inputs: Map<String, Value>,
}

pub async fn rerun(
    State(app): State<App>,
    OneRun(run): OneRun,
    Json(changes): Json<Changes>,
) -> Result<Response, Problem> {
    again(app, run.id, changes.inputs).await
}

async fn again(app: App, id: RunId, mut changes: Map<String, Value>) -> Result<Response, Problem> {
    let run = app
        .blocking(move |app| {
            app.uploads().resolve(&mut changes)?;
            let mut ask = app.service().rerun(&Origin::Run(id.to_string()), changes)?;
            in_own_folder(app, &mut ask);
            ask.wanted = true;
            let ready = app.service().check(ask)?;
            Ok(app.store().run(begin(app, &ready)?)?)
        })
        .await?;
    Ok(located(StatusCode::CREATED, &run))
}
