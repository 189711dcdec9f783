//! `sweep`: runs a workflow over several values of its inputs.

use lightflow_service::runs::{Run, RunStatus};
use lightflow_service::service::{Ask, Axis, ReadySweep, Sweep, label};
use rmcp::RoleServer;
use rmcp::model::Tool;
use rmcp::service::RequestContext;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::run::{wait, wait_for};
use super::{Answer, Effect, Fault, declared, off};
use crate::mcp::runner::Runner;
use crate::mcp::server::Shared;

pub const NAME: &str = "sweep";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The name or id of a workflow.
    workflow: String,
    /// The inputs that all runs have in common; what is absent has its default.
    #[serde(default)]
    inputs: Map<String, Value>,
    /// The inputs that differ.
    axes: Vec<Values>,
    /// Take the first values of all axes together, then the second ones; else every value meets every other.
    #[serde(default)]
    zip: bool,
    /// How many seconds to wait for the end of all runs; they go on afterwards.
    #[serde(default = "wait")]
    #[schemars(range(max = 600))]
    wait_seconds: u64,
}

/// The values that one input takes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Values {
    /// The name of the input.
    input: String,
    /// Its values.
    values: Vec<Value>,
}

#[derive(Serialize, JsonSchema)]
pub struct Swept {
    /// The id of the sweep, for `status`.
    sweep: String,
    /// Its runs, those of the last axis next to each other.
    points: Vec<Point>,
}

/// One run of a sweep.
#[derive(Serialize, JsonSchema)]
struct Point {
    /// The values of the axes.
    inputs: Map<String, Value>,
    run: Run,
}

pub fn tool() -> Tool {
    let description = "Run a workflow over several values of its inputs, such as seeds or sizes, to compare what comes out. \
                       All runs are checked before the first one starts; steps that they have in common are not done again.";
    declared::<Asked, Swept>(NAME, "Sweep over inputs", description, Effect::Runs)
}

pub async fn call<R: Runner>(
    shared: &Shared<R>,
    asked: Asked,
    context: &RequestContext<RoleServer>,
) -> Result<Answer<Swept>, Fault> {
    if asked.axes.is_empty() || asked.axes.iter().any(|axis| axis.values.is_empty()) {
        return Err(Fault::bad(
            "the sweep has no values",
            "give `axes` at least one input, and each some values",
        ));
    }
    let mut asks = Ask::new(asked.workflow, asked.inputs.into());
    // The values of axes are inputs like others: who lets them through sees them, too.
    asks = shared.runner.admit(asks)?;
    let mut axes = Vec::new();
    for Values { input, values } in asked.axes {
        let mut admitted = Vec::new();
        for value in values {
            let mut alone = Ask::new(asks.workflow.clone(), Value::Null);
            alone.inputs.insert(input.clone(), value);
            admitted.extend(shared.runner.admit(alone)?.inputs.remove(&input));
        }
        axes.push(Axis { input, values: admitted });
    }
    let service = shared.service.clone();
    let sweep = Sweep { ask: asks, axes, zip: asked.zip };
    let ReadySweep { id, axes, points, .. } = off(move || Ok(service.sweep(sweep)?)).await?;
    let mut started = Vec::with_capacity(points.len());
    for point in points {
        let run = shared.runner.start(point.ready).await;
        // What was started before goes on; its sweep can still be asked for.
        let run = run.map_err(|mut fault| {
            fault.hint = format!("{}; the runs of sweep {id} before it were started", fault.hint);
            fault
        })?;
        started.push((point.values, run));
    }
    let runs: Vec<_> = started.iter().map(|(_, run)| *run).collect();
    wait_for(shared, &runs, asked.wait_seconds, context).await;
    let service = shared.service.clone();
    let (points, text) = off(move || {
        let mut text = String::new();
        let mut points = Vec::with_capacity(started.len());
        for (values, run) in started {
            let run = service.store()?.run(run)?;
            text.push_str(&format!("\n- {}: run {} {}", label(&axes, &values), run.id, run.status));
            text.extend(run.error.as_ref().map(|error| format!("; {error}")));
            let inputs = axes.iter().map(|axis| axis.input.clone()).zip(values).collect();
            points.push(Point { inputs, run });
        }
        Ok((points, text))
    })
    .await?;
    let finished = points.iter().filter(|point| point.run.status == RunStatus::Finished).count();
    let text = format!("sweep {id}: {finished} of {} runs have finished{text}", points.len());
    Ok(Answer::new(Swept { sweep: id, points }, text))
}
