//! Events as they stand in a journal.

use lightflow_store::{Event, JournalReader, StoreError};
use serde::Deserialize;

/// So many events are read at once.
const AT_ONCE: usize = 4_096;

/// One line of a journal.
#[derive(Debug, Deserialize)]
pub struct Past {
    /// Its number.
    pub seq: u64,
    /// In ms since 1970.
    #[serde(default)]
    pub time_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub kind: PastKind,
}

/// What happened: [`EventKind`](lightflow_runtime::EventKind) as it is read back, and what only a journal says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PastKind {
    RunStarted,
    /// Another process went on with the run.
    RunResumed,
    StepStarted {
        step: String,
        calls: String,
        #[serde(default = "one")]
        attempt: u32,
    },
    Progress {
        step: String,
        /// No number if the node gave none.
        fraction: Option<f64>,
        #[serde(default)]
        message: String,
    },
    Log {
        step: String,
        line: String,
    },
    /// A piece of a text.
    Token,
    /// A small picture.
    Preview,
    /// Items passed on.
    Streamed,
    /// What was used up.
    Used {
        step: String,
        what: String,
        amount: f64,
    },
    Artifact {
        step: String,
        path: String,
    },
    StepRetried {
        step: String,
        attempt: u32,
        delay: f64,
        error: String,
    },
    StepCached {
        step: String,
        key: String,
    },
    StepFinished {
        step: String,
        #[serde(default)]
        elapsed: f64,
    },
    StepFailed {
        step: String,
        error: String,
    },
    RunFinished,
    RunFailed {
        error: String,
    },
    RunCancelled,
    /// From a program that says more than this one knows.
    #[default]
    #[serde(other)]
    Other,
}

fn one() -> u32 {
    1
}

impl Past {
    /// Reads an event. A line that another program wrote in its own way is one of which nothing is known.
    pub fn read(event: &Event) -> Self {
        serde_json::from_str(&event.json).unwrap_or(Self {
            seq: event.seq,
            time_ms: 0,
            kind: PastKind::Other,
        })
    }
}

/// The events that a journal has now, one after another.
pub fn events(mut journal: JournalReader) -> impl Iterator<Item = Result<Past, StoreError>> {
    let mut block = Vec::new().into_iter();
    std::iter::from_fn(move || {
        if block.len() == 0 {
            match journal.read(AT_ONCE) {
                Ok(events) => block = events.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
        block.next().map(|event| Ok(Past::read(&event)))
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use lightflow_runtime::{EventKind, PreviewImage};

    fn read(json: impl Into<String>) -> PastKind {
        Past::read(&Event { seq: 7, json: json.into() }).kind
    }

    #[test]
    fn every_event_of_a_run_is_read_back() {
        let step = || "shots[3]/mask".into();
        let error = || "busy".to_owned();
        let kinds = [
            EventKind::RunStarted { workflow: "studio/demo" },
            EventKind::StepStarted { step: step(), calls: "studio/matte", attempt: 2, items: None },
            EventKind::Progress { step: step(), fraction: f32::NAN, message: "half".into() },
            EventKind::Log { step: step(), line: "7 seeds".into() },
            EventKind::Token { step: step(), text: " seven".into() },
            EventKind::Used { step: step(), what: "input_tokens".into(), amount: 7.0 },
            EventKind::Streamed {
                step: step(),
                items: 9,
                queued: 1,
                capacity: 8,
                blocked: Duration::ZERO,
                starved: Duration::ZERO,
            },
            EventKind::Preview { step: step(), image: PreviewImage::new(&[0xff, 0xd8, 0xff]).unwrap() },
            EventKind::Artifact { step: step(), path: "out/mask.png".into() },
            EventKind::StepRetried {
                step: step(),
                attempt: 1,
                delay: Duration::from_millis(200),
                error: error(),
            },
            EventKind::StepCached { step: step(), key: lightflow_runtime::Digest::of(b"key") },
            EventKind::StepFinished { step: step(), elapsed: Duration::from_millis(3) },
            EventKind::StepFailed { step: step(), error: error() },
            EventKind::RunFinished { elapsed: Duration::from_millis(3) },
            EventKind::RunFailed { error: error() },
            EventKind::RunCancelled,
        ];
        for (kind, seq) in kinds.into_iter().zip(0..) {
            let json = serde_json::to_string(&lightflow_runtime::Event { seq, time_ms: 5, kind }).unwrap();
            let past: Past = serde_json::from_str(&json).unwrap();
            assert_eq!((past.seq, past.time_ms), (seq, 5));
            assert!(!matches!(past.kind, PastKind::Other), "{json}");
        }
    }

    #[test]
    fn what_nobody_here_knows_is_passed_over() {
        for json in [r#"{"seq":7,"event":"step_dreamt"}"#, r#"{"seq":7}"#, r#"{"event":"log","step":3}"#] {
            assert!(matches!(read(json), PastKind::Other), "{json}");
        }
    }
}
