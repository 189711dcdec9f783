//! Events to the run's journal, and log lines to its folder.

use std::path::Path;
use std::sync::Arc;

use lightflow_store::RunHandle;
use serde::Serialize;

use super::step_logs::StepLogs;
use lightflow_runtime::{Event, EventKind};

/// The journal of one run. It numbers events on its own: those of a run that goes on follow those before it was killed.
#[derive(Debug)]
pub struct Journal {
    handle: Arc<RunHandle>,
    resumed: bool,
    trouble: Option<String>,
    /// None once one of them could not be written.
    logs: Option<StepLogs>,
    log_trouble: Option<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    time_ms: u64,
    #[serde(flatten)]
    kind: &'a EventKind,
}

#[derive(Serialize)]
struct Resumed<'a> {
    time_ms: u64,
    event: &'static str,
    workflow: &'a str,
}

impl Journal {
    pub fn new(handle: Arc<RunHandle>, resumed: bool) -> Self {
        let logs = Some(StepLogs::new(handle.logs()));
        Self { handle, resumed, trouble: None, logs, log_trouble: None }
    }

    pub fn folder(&self) -> &Path {
        self.handle.folder()
    }

    pub fn trouble(&self) -> Option<String> {
        self.trouble.clone().or_else(|| self.log_trouble.clone())
    }

    /// Appends an event, and what a step says to its file. The first that cannot be written is noted, and the journal ends
    /// there, or the files do.
    pub fn event(&mut self, event: &Event) {
        self.line(event);
        if let Some(Err(error)) = self.logs.as_mut().map(|logs| logs.event(event)) {
            let step = event.kind.step().unwrap_or_default();
            self.log_trouble = Some(format!("cannot write the log of the step `{step}`: {error}"));
            self.logs = None;
        }
    }

    fn line(&mut self, event: &Event) {
        if self.trouble.is_some() {
            return;
        }
        let time_ms = event.time_ms;
        let line = match &event.kind {
            EventKind::RunStarted { workflow } if self.resumed => {
                serde_json::to_string(&Resumed { time_ms, event: "run_resumed", workflow })
            }
            kind => serde_json::to_string(&Line { time_ms, kind }),
        };
        let written = line
            .map_err(|error| error.to_string())
            .and_then(|line| self.handle.append(&[line]).map(drop).map_err(|error| error.to_string()));
        self.trouble = written.err();
    }
}
