//! Runs: what is known of them.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use lightflow_service::runs::{RunFilter, RunStatus, VerdictFilter};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::bad_request;
use super::extract::{OneRun, Query, find};
use super::workflows::svg;
use crate::app::App;
use crate::problem::Problem;

type Answered = Result<Answer<Value>, Problem>;

/// The most runs of one page.
const MOST: usize = 500;

#[derive(Deserialize)]
pub struct ListQuery {
    workflow: Option<String>,
    status: Option<String>,
    sweep: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

pub async fn list(State(app): State<App>, Query(query): Query<ListQuery>) -> Answered {
    let workflow = match query.workflow.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => Some(app.service().workflow(&name.replace('~', "/"))?.0.graph.id.to_owned()),
        None => None,
    };
    let status = match query.status.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => Some(status_of(name)?),
        None => None,
    };
    let after = match query.after.as_deref() {
        Some(id) => Some(id.parse().map_err(|_| bad_request("`after` is no id of a run"))?),
        None => None,
    };
    let limit = query.limit.unwrap_or(50).clamp(1, MOST);
    let sweep = query.sweep;
    app.blocking(move |app| {
        let filter = RunFilter { workflow, status, sweep, after, limit: Some(limit), ..RunFilter::default() };
        let runs = app.store().list(&filter)?;
        let next = runs.last().filter(|_| runs.len() == limit).map(|run| run.id);
        Ok(Answer(json!({ "runs": runs, "next": next })))
    })
    .await
}

fn status_of(name: &str) -> Result<RunStatus, Problem> {
    let names: Vec<&str> = RunStatus::ALL.iter().map(|status| status.name()).collect();
    RunStatus::ALL.into_iter().find(|status| status.name() == name).ok_or_else(|| {
        bad_request("`status` is none that a run has").hint(format!("write one of {}", names.join(", ")))
    })
}

pub async fn get(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| {
        let (service, store) = (app.service(), app.store());
        let verdicts = VerdictFilter { run: Some(run.id), ..VerdictFilter::default() };
        let progress = service.progress(run.id)?;
        let mut request = json!(store.request(run.id)?);
        app.uploads().name_again(&mut request["inputs"]);
        Ok(Answer(json!({
            "run": run,
            "request": request,
            "outputs": store.outputs(run.id)?,
            "progress": progress,
            "artifacts": store.artifacts(run.id)?,
            "verdicts": store.verdicts(&verdicts)?,
        })))
    })
    .await
}

pub async fn delete(State(app): State<App>, OneRun(run): OneRun) -> Result<StatusCode, Problem> {
    if app.queue().waits(run.id) {
        app.queue().cancel(run.id)?;
    }
    app.blocking(move |app| {
        app.store().delete(run.id)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

pub async fn steps(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| Ok(Answer(json!({ "steps": app.service().runs()?.steps(run.id)? })))).await
}

#[derive(Deserialize)]
pub struct LogQuery {
    step: Option<String>,
}

pub async fn logs(State(app): State<App>, OneRun(run): OneRun, Query(query): Query<LogQuery>) -> Answered {
    app.blocking(move |app| {
        let lines = app.service().runs()?.logs(run.id, query.step.as_deref())?;
        let line = |line: &lightflow_service::runs::LogLine| {
            json!({ "seq": line.seq, "time": line.time(), "step": line.step, "text": line.text })
        };
        Ok(Answer(json!({ "lines": lines.iter().map(line).collect::<Vec<_>>() })))
    })
    .await
}

pub async fn outputs(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| Ok(Answer(app.store().outputs(run.id)?.unwrap_or_default()))).await
}

pub async fn request(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| {
        let mut request = json!(app.store().request(run.id)?);
        app.uploads().name_again(&mut request["inputs"]);
        Ok(Answer(request))
    })
    .await
}

pub async fn plan(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| Ok(Answer(app.service().plan_of(run.id)?))).await
}

/// The drawing of the workflow as this program has it: what was kept of the plan has no form that is drawn.
pub async fn drawing(State(app): State<App>, OneRun(run): OneRun) -> Result<Response, Problem> {
    let (workflow, _) = app.service().workflow(&run.workflow)?;
    Ok(svg(&workflow.graph))
}

pub async fn trace(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| {
        let document = app.service().runs()?.trace(run.id)?.to_json();
        Ok(Answer(serde_json::from_str(&document).unwrap_or_default()))
    })
    .await
}

pub async fn artifacts(State(app): State<App>, OneRun(run): OneRun) -> Answered {
    app.blocking(move |app| Ok(Answer(json!({ "artifacts": app.store().artifacts(run.id)? })))).await
}

pub async fn diff(State(app): State<App>, Path((left, right)): Path<(String, String)>) -> Answered {
    let (left, right) = (find(&app, &left).await?, find(&app, &right).await?);
    app.blocking(move |app| {
        let diff = app.service().diff(&left.id.to_string(), &right.id.to_string())?;
        let mut diff = json!(diff);
        app.uploads().name_again(&mut diff["inputs"]);
        Ok(Answer(diff))
    })
    .await
}
