//! How far a run is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Service, ServiceError};
use crate::runs::{Run, RunId, Usage};

/// How far a run is, as its journal tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Progress {
    /// The run.
    pub run: Run,
    /// Steps that were run to their end; those that were known are not among them.
    pub finished: u64,
    /// Steps whose output was known.
    pub known: u64,
    /// Tries that failed and were made again.
    pub retried: u64,
    /// Steps that run now, or ran when the process was killed.
    pub running: Vec<RunningStep>,
    /// Files that were made.
    pub artifacts: u64,
    /// What its steps used up: amounts by what they are of, such as `input_tokens` and `cost_usd`.
    pub usage: Usage,
    /// The number of the last event.
    pub last_event: Option<u64>,
}

/// A step that runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunningStep {
    /// Its path.
    pub step: String,
    /// What it calls.
    pub calls: String,
    /// When it began, in ms since 1970.
    pub since_ms: u64,
    /// How far it says it is, from 0 to 1.
    pub fraction: Option<f32>,
    /// What it says it is doing.
    pub message: Option<String>,
    /// The end of the text that it has given so far, at most 2,000 characters.
    pub text: Option<String>,
}

/// So much of a text is told while it grows.
const TEXT: usize = 2_000;

/// What is needed of an event.
#[derive(Deserialize)]
struct Told {
    event: String,
    #[serde(default)]
    time_ms: u64,
    #[serde(default)]
    step: String,
    #[serde(default)]
    calls: String,
    fraction: Option<f32>,
    message: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    amount: f64,
}

impl Service {
    /// How far a run is.
    ///
    /// # Errors
    /// When there is no such run, or its journal cannot be read.
    pub fn progress(&self, run: RunId) -> Result<Progress, ServiceError> {
        let store = self.store()?;
        let mut journal = store.journal(run, 0)?;
        let mut progress = Progress {
            run: store.run(run)?,
            finished: 0,
            known: 0,
            retried: 0,
            running: Vec::new(),
            artifacts: 0,
            usage: Usage::new(),
            last_event: None,
        };
        let mut running = BTreeMap::new();
        let mut known = BTreeSet::new();
        loop {
            let events = journal.read(4_096)?;
            let Some(last) = events.last() else { break };
            progress.last_event = Some(last.seq);
            for event in &events {
                if let Ok(told) = serde_json::from_str(&event.json) {
                    progress.hear(told, &mut running, &mut known);
                }
            }
        }
        progress.running = running.into_values().map(RunningStep::told).collect();
        Ok(progress)
    }
}

impl Progress {
    fn hear(
        &mut self,
        told: Told,
        running: &mut BTreeMap<String, RunningStep>,
        known: &mut BTreeSet<String>,
    ) {
        match told.event.as_str() {
            "run_resumed" => running.clear(),
            "step_started" => {
                let Told { step, calls, time_ms: since_ms, .. } = told;
                let begun = RunningStep { step: step.clone(), calls, since_ms, ..RunningStep::default() };
                running.insert(step, begun);
            }
            "progress" => {
                if let Some(step) = running.get_mut(&told.step) {
                    (step.fraction, step.message) = (told.fraction, told.message);
                }
            }
            "token" => {
                if let Some(step) = running.get_mut(&told.step) {
                    step.say(&told.text);
                }
            }
            "step_cached" => {
                self.known += 1;
                running.remove(&told.step);
                known.insert(told.step);
            }
            "step_finished" => {
                running.remove(&told.step);
                // What was known says that it is finished, too.
                if !known.remove(&told.step) {
                    self.finished += 1;
                }
            }
            "step_failed" => drop(running.remove(&told.step)),
            "step_retried" => self.retried += 1,
            "artifact" => self.artifacts += 1,
            "used" => *self.usage.entry(told.what).or_default() += told.amount,
            _ => {}
        }
    }
}

impl RunningStep {
    /// As it is told.
    fn told(mut self) -> Self {
        self.text = self.text.map(|text| end_of(&text).to_owned());
        self
    }

    /// A piece of its text.
    fn say(&mut self, piece: &str) {
        let text = self.text.get_or_insert_default();
        text.push_str(piece);
        // Cut now and then: a text of many pieces is not moved for each of them.
        if text.len() > 8 * TEXT {
            *text = end_of(text).to_owned();
        }
    }
}

/// The last characters of a text.
fn end_of(text: &str) -> &str {
    let cut = text.char_indices().rev().nth(TEXT - 1).map_or(0, |(at, _)| at);
    &text[cut..]
}
