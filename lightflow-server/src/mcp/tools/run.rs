//! `run`: starts a run, and waits for it for a while.

use std::time::{Duration, Instant};

use lightflow_service::runs::{Reuse, RunId};
use lightflow_service::service::{Ask, Service};
use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, Tool};
use rmcp::service::RequestContext;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::outcome::Outcome;
use super::{Answer, Effect, Fault, declared, off};
use crate::mcp::assets::summary;
use crate::mcp::runner::Runner;
use crate::mcp::server::Shared;

pub const NAME: &str = "run";

/// So long is waited if nobody says.
const WAIT: u64 = 60;

/// So long is waited at most.
pub(super) const LONGEST: u64 = 600;

/// How often an agent that wants to know is told how far a run is.
const TELL: Duration = Duration::from_secs(2);

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The name or id of a workflow.
    workflow: String,
    /// Its inputs by name, as `describe` gives their schema; what is absent has its default.
    #[serde(default)]
    inputs: Map<String, Value>,
    /// How many seconds to wait for its end; it goes on afterwards.
    #[serde(default = "wait")]
    #[schemars(range(max = 600))]
    wait_seconds: u64,
    /// Steps that run although what they give is known, by their paths.
    #[serde(default)]
    fresh: Vec<String>,
}

pub(super) fn wait() -> u64 {
    WAIT
}

pub fn tool(service: &Service) -> Tool {
    let mut description =
        "Run a workflow, and wait for its end. Everything is checked before the first step; steps whose \
                           code and inputs did not change are not computed again. Workflows:"
            .to_owned();
    for workflow in service.registry().workflows() {
        description.push_str(&format!("\n- `{}`: {}", workflow.graph.name, summary(workflow.graph.doc)));
    }
    declared::<Asked, Outcome>(NAME, "Run a workflow", description, Effect::Runs)
}

pub async fn call<R: Runner>(
    shared: &Shared<R>,
    asked: Asked,
    context: &RequestContext<RoleServer>,
) -> Result<Answer<Outcome>, Fault> {
    let mut ask = shared.runner.admit(Ask::new(asked.workflow, asked.inputs.into()))?;
    ask.reuse = Reuse { fresh: asked.fresh, ..Reuse::default() };
    let service = shared.service.clone();
    let ready = off(move || Ok(service.check(ask)?)).await?;
    let run = shared.runner.start(ready).await?;
    wait_for(shared, &[run], asked.wait_seconds, context).await;
    let service = shared.service.clone();
    let outcome = off(move || Outcome::of(&service, service.store()?.run(run)?)).await?;
    Ok(outcome.or_fault()?.answer())
}

/// Waits for the ends of runs, and tells how many are over or how far the only one is.
pub(super) async fn wait_for<R: Runner>(
    shared: &Shared<R>,
    runs: &[RunId],
    seconds: u64,
    context: &RequestContext<RoleServer>,
) {
    let until = Instant::now() + Duration::from_secs(seconds.min(LONGEST));
    let token = context.meta.get_progress_token();
    let mut told = 0.0;
    for (over, run) in runs.iter().enumerate() {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let within = if token.is_some() { left.min(TELL) } else { left };
            let began = Instant::now();
            tokio::select! {
                () = shared.runner.ended(*run, within) => {}
                () = context.ct.cancelled() => return,
            }
            if left.is_zero() {
                return;
            }
            // It came back early: the run is over.
            if began.elapsed() < within {
                break;
            }
            if let Some(token) = &token {
                told += 1.0;
                let message = match runs {
                    [run] => far(&shared.service, *run).await,
                    runs => format!("{over} of {} runs are over", runs.len()),
                };
                let mut tell = ProgressNotificationParam::new(token.clone(), told);
                tell.message = Some(message);
                // Who has gone away needs no news.
                let _ = context.peer.notify_progress(tell).await;
            }
        }
    }
}

/// `12 steps done, 30 known; now: shots[3]/mask`.
async fn far(service: &Service, run: RunId) -> String {
    let service = service.clone();
    let progress = off(move || Ok(service.progress(run)?)).await;
    progress.map_or_else(|_| "goes on".into(), |progress| super::status::words(&progress))
}
