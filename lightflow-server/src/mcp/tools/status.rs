//! `status`: how far a run or a sweep is.

use lightflow_service::runs::{Run, RunFilter, StoreError};
use lightflow_service::service::{MOST_OF_A_SWEEP, Progress, RunningStep, Service};
use rmcp::model::Tool;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Effect, Fault, declared};

pub const NAME: &str = "status";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The id of a run, the beginning of one, `last` for the newest, or the id of a sweep.
    run: String,
}

#[derive(Serialize, JsonSchema)]
pub struct Status {
    /// The run; of a sweep, all of its runs.
    runs: Vec<Far>,
}

/// How far a run is.
#[derive(Serialize, JsonSchema)]
struct Far {
    run: Run,
    /// Steps that were run to their end.
    finished: u64,
    /// Steps whose output was known.
    known: u64,
    /// Tries that failed and were made again.
    retried: u64,
    /// Steps that run now.
    running: Vec<RunningStep>,
    /// Files that were made.
    artifacts: u64,
}

pub fn tool() -> Tool {
    let description = "Say how far a run is, or each run of a sweep: its status, steps that are done and known, what runs \
                       now and since when.";
    declared::<Asked, Status>(NAME, "Status of a run", description, Effect::Reads)
}

pub fn call(service: &Service, asked: Asked) -> Result<Answer<Status>, Fault> {
    let mut text = String::new();
    let mut far = Vec::new();
    for run in runs(service, &asked.run)? {
        let progress = service.progress(run.id)?;
        text.push_str(&format!("{} {}: {}", run.id, progress.run.status, words(&progress)));
        text.extend(progress.run.error.as_ref().map(|error| format!("; {error}")));
        text.push('\n');
        let Progress { run, finished, known, retried, running, artifacts, .. } = progress;
        far.push(Far { run, finished, known, retried, running, artifacts });
    }
    Ok(Answer::new(Status { runs: far }, text.trim_end()))
}

/// The run, or those of the sweep.
fn runs(service: &Service, asked: &str) -> Result<Vec<Run>, Fault> {
    let store = service.store()?;
    match store.find(asked) {
        Ok(run) => Ok(vec![run]),
        Err(error @ StoreError::NoRun { .. }) => {
            let filter = RunFilter {
                sweep: Some(asked.to_owned()),
                limit: Some(MOST_OF_A_SWEEP),
                ..RunFilter::default()
            };
            let mut runs = store.list(&filter)?;
            runs.reverse();
            if runs.is_empty() { Err(error.into()) } else { Ok(runs) }
        }
        Err(error) => Err(error.into()),
    }
}

/// `12 steps done, 30 known; now: shots[3]/mask`.
pub(super) fn words(progress: &Progress) -> String {
    let mut text = format!("{} steps done, {} known", progress.finished, progress.known);
    for (index, step) in progress.running.iter().take(4).enumerate() {
        text.push_str(if index == 0 { "; now: " } else { ", " });
        text.push_str(&step.step);
        text.extend(step.fraction.map(|fraction| format!(" {}%", (fraction * 100.0).round())));
    }
    text
}
