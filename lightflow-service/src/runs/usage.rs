//! What the steps of a run used up, as they said so.

use std::collections::BTreeMap;

use lightflow_store::{RunId, StoreError};
use serde::Serialize;

use super::history::{Past, PastKind};
use super::{Runs, StepRecord};

/// So many events are looked at at once.
const AT_ONCE: usize = 4_096;
/// What the line of such an event has in it.
const KIND: &str = "\"used\"";

/// Amounts by what they are of, with its unit in the name: `input_tokens`, `cost_usd`.
pub type Usage = BTreeMap<String, f64>;

/// A step of a run, with what it used up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepDone {
    /// As it is kept.
    #[serde(flatten)]
    pub record: StepRecord,
    /// What it used up in this run, all tries together. A step that was known used nothing up.
    pub usage: Usage,
}

impl Runs {
    /// What the steps of a run used up, by their paths. Those that said nothing are not there.
    ///
    /// # Errors
    /// When there is no such run, or its journal cannot be read.
    pub fn usage(&self, run: RunId) -> Result<BTreeMap<String, Usage>, StoreError> {
        let mut used: BTreeMap<String, Usage> = BTreeMap::new();
        let mut journal = self.store().journal(run, 0)?;
        loop {
            let events = journal.read(AT_ONCE)?;
            if events.is_empty() {
                return Ok(used);
            }
            // Few events are of this kind, and only those are read.
            for event in events.iter().filter(|event| event.json.contains(KIND)) {
                if let PastKind::Used { step, what, amount } = Past::read(event).kind {
                    *used.entry(step).or_default().entry(what).or_default() += amount;
                }
            }
        }
    }

    /// The steps of a run that were done, in the order in which they began, with what they used up.
    ///
    /// ```
    /// use lightflow::runs::{RunRequest, Runs, StepRecord};
    /// use serde_json::json;
    ///
    /// # let folder = std::env::temp_dir().join(format!("lightflow-usage-{}", std::process::id()));
    /// let runs = Runs::open(&folder)?;
    /// let run = runs.store().create(RunRequest::new("studio/demo", json!({})))?;
    /// let used = |amount| json!({ "event": "used", "step": "answer", "what": "input_tokens", "amount": amount });
    /// run.append(&[used(800), used(12)])?;
    /// run.record_step(&StepRecord::new("answer", "studio/chat", "5f0c"))?;
    /// assert_eq!(runs.steps(run.id())?[0].usage["input_tokens"], 812.0);
    /// # std::fs::remove_dir_all(folder).unwrap();
    /// # Ok::<(), lightflow::runs::StoreError>(())
    /// ```
    ///
    /// # Errors
    /// When there is no such run, or it cannot be read.
    pub fn steps(&self, run: RunId) -> Result<Vec<StepDone>, StoreError> {
        let records = self.store().steps(run)?;
        let mut used = self.usage(run)?;
        let steps = records.into_iter().map(|record| {
            let usage = used.remove(&record.path).unwrap_or_default();
            StepDone { record, usage }
        });
        Ok(steps.collect())
    }
}

/// `812 input tokens, 0.0031 cost usd`.
pub fn usage_text(usage: &Usage) -> String {
    let amounts = usage.iter().map(|(what, amount)| format!("{amount} {}", what.replace('_', " ")));
    amounts.collect::<Vec<_>>().join(", ")
}
