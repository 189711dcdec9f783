//! Runs over several values of some inputs.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lightflow_service::runs::{Artifact, Run, RunFilter, RunStatus};
use lightflow_service::service::{Axis, Sweep, Swept, sheet as draw};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::not_found;
use super::extract::{Json, Workflow, shortened};
use super::media::expected;
use super::start::{Wanted, begin};
use crate::app::App;
use crate::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedSweep {
    #[serde(default)]
    inputs: Map<String, Value>,
    axes: Vec<WantedAxis>,
    #[serde(default)]
    zip: bool,
    #[serde(default)]
    priority: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedAxis {
    input: String,
    values: Vec<Value>,
}

/// Checks every run of a sweep, and lets them wait for their turns.
pub async fn create(
    State(app): State<App>,
    Workflow(workflow): Workflow,
    Json(wanted): Json<WantedSweep>,
) -> Result<Response, Problem> {
    app.blocking(move |app| {
        let WantedSweep { inputs, axes, zip, priority } = wanted;
        let ask = Wanted { inputs, priority, ..Wanted::default() }.ask(app, workflow.graph.id)?;
        let axes = axes.into_iter().map(|axis| Axis { input: axis.input, values: axis.values }).collect();
        let sweep = app.service().sweep(Sweep { ask, axes, zip })?;
        let mut runs = Vec::with_capacity(sweep.points.len());
        for point in &sweep.points {
            match begin(app, &point.ready) {
                Ok(id) => runs.push(id),
                Err(problem) => {
                    // All of it or nothing.
                    for id in runs {
                        let _ = app.queue().cancel(id);
                    }
                    return Err(problem);
                }
            }
        }
        let runs: Vec<Run> = runs.into_iter().map(|id| app.store().run(id)).collect::<Result<_, _>>()?;
        let location = [(header::LOCATION, format!("/api/sweeps/{}", sweep.id))];
        Ok((StatusCode::CREATED, location, Answer(json!({ "sweep": sweep.id, "runs": runs })))
            .into_response())
    })
    .await
}

/// A run of a sweep, with what made it and what stands for it.
struct Point {
    run: Run,
    inputs: Map<String, Value>,
    all: Map<String, Value>,
    picture: Option<Artifact>,
    path: Option<std::path::PathBuf>,
    outputs: Option<Value>,
}

/// The runs of a sweep in the order in which they were asked for, and what differs between them.
fn points(app: &App, sweep: &str) -> Result<(Vec<Point>, Vec<Axis>), Problem> {
    let store = app.store();
    let filter = RunFilter { sweep: Some(sweep.to_owned()), ..RunFilter::default() };
    let mut runs = store.list(&filter)?;
    runs.reverse();
    if runs.is_empty() {
        return Err(not_found(format!("sweep `{}`", shortened(sweep))));
    }
    let mut points = Vec::with_capacity(runs.len());
    for run in runs {
        let request = store.request(run.id)?;
        let all = request.inputs.as_object().cloned().unwrap_or_default();
        let outputs = store.outputs(run.id)?;
        let picture = picture(&store.artifacts(run.id)?, outputs.as_ref());
        let path =
            request.output_folder.zip(picture.as_ref()).map(|(folder, picture)| folder.join(&picture.name));
        points.push(Point { run, inputs: Map::new(), all, picture, path, outputs });
    }
    let axes = axes(&points);
    for point in &mut points {
        let of_axis = |axis: &Axis| Some((axis.input.clone(), point.all.get(&axis.input)?.clone()));
        point.inputs = axes.iter().filter_map(of_axis).collect();
    }
    Ok((points, axes))
}

/// The inputs that are not the same in all runs, with their values in the order in which they come.
fn axes(points: &[Point]) -> Vec<Axis> {
    let Some(first) = points.first() else { return Vec::new() };
    let mut axes = Vec::new();
    for input in first.all.keys() {
        let mut values: Vec<Value> = Vec::new();
        for value in points.iter().filter_map(|point| point.all.get(input)) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        if values.len() > 1 {
            axes.push(Axis { input: input.clone(), values });
        }
    }
    axes
}

/// The picture that the outputs name, or the last one.
fn picture(artifacts: &[Artifact], outputs: Option<&Value>) -> Option<Artifact> {
    let is_picture =
        |artifact: &&Artifact| expected(&artifact.name).is_some_and(|media| media.starts_with("image/"));
    let pictures: Vec<&Artifact> = artifacts.iter().filter(is_picture).collect();
    let text = outputs.map(Value::to_string).unwrap_or_default();
    let named = pictures.iter().find(|picture| text.contains(&picture.name));
    named.or(pictures.last()).map(|picture| (*picture).clone())
}

pub async fn get(State(app): State<App>, Path(sweep): Path<String>) -> Result<Answer<Value>, Problem> {
    app.blocking(move |app| {
        let (points, axes) = points(app, &sweep)?;
        let workflow = points[0].run.workflow.clone();
        let points: Vec<Value> = points
            .into_iter()
            .map(|point| json!({ "inputs": point.inputs, "run": point.run, "picture": point.picture }))
            .collect();
        let mut answer = json!({ "sweep": sweep, "workflow": workflow, "axes": axes, "points": points });
        app.uploads().name_again(&mut answer);
        Ok(Answer(answer))
    })
    .await
}

pub async fn sheet(State(app): State<App>, Path(sweep): Path<String>) -> Result<Response, Problem> {
    let _turn = app.drawing().acquire().await;
    app.blocking(move |app| {
        let (points, _) = points(app, &sweep)?;
        let title =
            lightflow_runtime::registry::short(app.service().workflow(&points[0].run.workflow)?.0.graph.id);
        let swept: Vec<Swept> = points.into_iter().map(swept).collect();
        let drawn = draw(title, &swept)?
            .ok_or_else(|| not_found("picture in this sweep yet").hint("wait until a run has made one"))?;
        Ok(([(header::CONTENT_TYPE, "image/png")], drawn).into_response())
    })
    .await
}

fn swept(point: Point) -> Swept {
    let Point { run, inputs, picture, path, outputs, .. } = point;
    let error = run
        .error
        .or_else(|| (picture.is_none() && run.status != RunStatus::Finished).then(|| run.status.to_string()));
    Swept {
        inputs,
        run: Some(run.id),
        folder: std::path::PathBuf::new(),
        result: outputs,
        error,
        picture: path.filter(|_| picture.is_some()),
        steps: 0,
        cached: 0,
    }
}
