//! What the steps of a run said: log lines, tries that failed, and what they failed of.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lightflow_store::{JournalReader, RunId, StoreError};
use serde::Serialize;

use super::Runs;
use super::history::{Past, PastKind};
use lightflow_runtime::EventKind;

/// So many events are looked at in one go.
const AT_ONCE: usize = 4_096;

/// The last millisecond of the year 9999: RFC 3339 knows no later one.
const LAST_MS: u64 = 253_402_300_799_999;

/// Something that a step said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// The number of the event in the run's journal.
    pub seq: u64,
    /// When, in ms since 1970.
    pub time_ms: u64,
    /// Which step: `shots[3]/shot/mask`.
    pub step: String,
    /// What it said; there may be newlines in it.
    pub text: String,
}

impl LogLine {
    /// When, as in [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339): `2026-11-21T16:20:05.123Z`.
    #[must_use]
    pub fn time(&self) -> String {
        stamp(self.time_ms)
    }
}

/// Reads what steps say from a run's journal, also while it grows.
#[derive(Debug)]
pub struct LogReader {
    journal: JournalReader,
    step: Option<String>,
    next: u64,
}

impl Runs {
    /// What the steps of a run said so far; with `step`, this one and those inside it.
    ///
    /// ```
    /// use lightflow::runs::{RunRequest, Runs};
    /// use serde_json::json;
    ///
    /// # let folder = std::env::temp_dir().join(format!("lightflow-logs-{}", std::process::id()));
    /// let runs = Runs::open(&folder)?;
    /// let run = runs.store().create(RunRequest::new("studio/demo", json!({})))?;
    /// run.append(&[json!({ "time_ms": 5, "event": "log", "step": "shots[3]/mask", "line": "7 seeds" })])?;
    /// let lines = runs.logs(run.id(), Some("shots[3]"))?;
    /// assert_eq!((lines[0].time(), &*lines[0].text), ("1970-01-01T00:00:00.005Z".into(), "7 seeds"));
    /// # std::fs::remove_dir_all(folder).unwrap();
    /// # Ok::<(), lightflow::runs::StoreError>(())
    /// ```
    ///
    /// # Errors
    /// When there is no such run, or its journal cannot be read.
    pub fn logs(&self, run: RunId, step: Option<&str>) -> Result<Vec<LogLine>, StoreError> {
        let mut reader = self.follow_logs(run, step, 0)?;
        let mut lines = Vec::new();
        loop {
            let before = reader.next_seq();
            lines.extend(reader.read()?);
            if reader.next_seq() == before {
                return Ok(lines);
            }
        }
    }

    /// The folder with the log files of a run, one for each step that said something. It need not be there.
    #[must_use]
    pub fn logs_folder(&self, run: RunId) -> PathBuf {
        self.store().folder(run).join("logs")
    }

    /// A reader of what the steps of a run say, from this event of its journal on.
    ///
    /// # Errors
    /// When there is no such run, or its journal cannot be read.
    pub fn follow_logs(
        &self,
        run: RunId,
        step: Option<&str>,
        from_seq: u64,
    ) -> Result<LogReader, StoreError> {
        let journal = self.store().journal(run, from_seq)?;
        Ok(LogReader { journal, step: step.map(str::to_owned), next: from_seq })
    }
}

impl LogReader {
    /// What was said since the last call, from a bounded number of events: there may be more as long as
    /// [`next_seq`](Self::next_seq) grows.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn read(&mut self) -> Result<Vec<LogLine>, StoreError> {
        let events = self.journal.read(AT_ONCE)?;
        if let Some(last) = events.last() {
            self.next = last.seq + 1;
        }
        let lines = events.iter().map(Past::read).filter_map(|past| {
            let said = Said::of_past(&past.kind)?;
            let is_meant = self.step.as_deref().is_none_or(|step| is_inside(said.step, step));
            let (step, text) = (said.step.to_owned(), said.text.into_owned());
            is_meant.then_some(LogLine { seq: past.seq, time_ms: past.time_ms, step, text })
        });
        Ok(lines.collect())
    }

    /// The number of the event where the next call begins.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.next
    }
}

/// Whether a step is this one, or inside it: `shots` has `shots[3]` and `shots[3]/mask` in it, and not `shots_2`.
pub(super) fn is_inside(path: &str, step: &str) -> bool {
    path.strip_prefix(step).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '[']))
}

/// What an event lets a step say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said<'a> {
    pub step: &'a str,
    pub text: Cow<'a, str>,
}

impl<'a> Said<'a> {
    /// As it happens.
    pub fn of(kind: &'a EventKind) -> Option<Self> {
        match kind {
            EventKind::Log { step, line } => Some(Self::line(step, line)),
            EventKind::StepRetried { step, attempt, delay, error } => {
                Some(Self::retried(step, *attempt, *delay, error))
            }
            EventKind::StepFailed { step, error } => Some(Self::failed(step, error)),
            _ => None,
        }
    }

    /// As it is read back.
    pub fn of_past(kind: &'a PastKind) -> Option<Self> {
        match kind {
            PastKind::Log { step, line } => Some(Self::line(step, line)),
            PastKind::StepRetried { step, attempt, delay, error } => {
                let delay = Duration::try_from_secs_f64(*delay).unwrap_or_default();
                Some(Self::retried(step, *attempt, delay, error))
            }
            PastKind::StepFailed { step, error } => Some(Self::failed(step, error)),
            _ => None,
        }
    }

    fn line(step: &'a str, line: &'a str) -> Self {
        Self { step, text: line.into() }
    }

    fn retried(step: &'a str, attempt: u32, delay: Duration, error: &str) -> Self {
        let text = format!("try {attempt} failed, next in {} ms: {error}", delay.as_millis());
        Self { step, text: text.into() }
    }

    fn failed(step: &'a str, error: &str) -> Self {
        Self { step, text: format!("failed: {error}").into() }
    }
}

/// A moment as text: UTC, with milliseconds.
pub(super) fn stamp(time_ms: u64) -> String {
    let time: SystemTime = UNIX_EPOCH + Duration::from_millis(time_ms.min(LAST_MS));
    humantime::format_rfc3339_millis(time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_utc_with_milliseconds() {
        assert_eq!(stamp(1_795_278_005_123), "2026-11-21T16:20:05.123Z");
        assert_eq!(stamp(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(stamp(u64::MAX), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn a_step_has_those_inside_it_and_no_others() {
        for (path, inside) in
            [("shots", true), ("shots[3]/mask", true), ("shots/a", true), ("shots_2", false), ("sho", false)]
        {
            assert_eq!(is_inside(path, "shots"), inside, "{path}");
        }
    }
}
