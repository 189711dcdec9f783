//! A run as a trace: one span for it, one for each step, in the JSON of the OpenTelemetry protocol.

use lightflow_store::{Run, RunId, RunRequest, StoreError};

use super::otlp::{Attribute, Document, Resource, ResourceSpans, Scope, ScopeSpans, Span};
use super::tracer::Tracer;
use super::{Runs, history};

/// The trace of a run so far.
#[derive(Debug)]
pub struct Trace {
    document: Document,
}

impl Runs {
    /// The trace of a run, from its journal.
    ///
    /// The same run gives the same ids: that of the trace is the run's, and those of spans follow from the paths of steps.
    /// Compositions, `for`s and branches have the steps inside them below them, and a `for` its items. Tries of a step
    /// that was retried are spans below it. What steps logged, their progress and the files that they made are events of
    /// spans. A step that was known is a span without length.
    ///
    /// A run that still goes on, or whose process died, gives what is known of it: spans end with the last event then.
    ///
    /// ```
    /// use lightflow::runs::{RunRequest, Runs};
    /// use serde_json::json;
    ///
    /// # let folder = std::env::temp_dir().join(format!("lightflow-trace-{}", std::process::id()));
    /// let runs = Runs::open(&folder)?;
    /// let run = runs.store().create(RunRequest::new("studio/demo", json!({})))?;
    /// run.append(&[
    ///     json!({ "time_ms": 5, "event": "step_started", "step": "shots[0]/mask", "calls": "studio/matte" }),
    ///     json!({ "time_ms": 7, "event": "step_finished", "step": "shots[0]/mask", "elapsed": 0.002 }),
    /// ])?;
    /// let trace = runs.trace(run.id())?;
    /// assert_eq!(trace.spans(), 4, "the run, `shots`, its first item, and the step");
    /// assert!(trace.to_json().starts_with(r#"{"resourceSpans":["#));
    /// # std::fs::remove_dir_all(folder).unwrap();
    /// # Ok::<(), lightflow::runs::StoreError>(())
    /// ```
    ///
    /// # Errors
    /// When there is no such run, or its files cannot be read.
    pub fn trace(&self, run: RunId) -> Result<Trace, StoreError> {
        let (run, request) = (self.store().run(run)?, self.store().request(run)?);
        let mut tracer = Tracer::new(&run);
        for event in history::events(self.store().journal(run.id, 0)?) {
            tracer.event(event?);
        }
        Ok(Trace { document: document(&run, &request, tracer.end()) })
    }
}

impl Trace {
    /// An [`ExportTraceServiceRequest`](https://opentelemetry.io/docs/specs/otlp/#otlphttp) as JSON on one line, as a
    /// collector takes it at `/v1/traces`.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.document).unwrap_or_default()
    }

    /// How many spans there are.
    #[must_use]
    pub fn spans(&self) -> usize {
        self.document.resource_spans[0].scope_spans[0].spans.len()
    }
}

fn document(run: &Run, request: &RunRequest, spans: Vec<Span>) -> Document {
    let mut attributes = vec![
        Attribute::text("service.name", &request.program),
        Attribute::text("lightflow.workflow", &run.workflow),
    ];
    for (key, name) in [("lightflow.plan", "workflow"), ("lightflow.version", "lightflow")] {
        attributes.extend(request.versions.get(name).map(|version| Attribute::text(key, version)));
    }
    let scope = Scope { name: "lightflow", version: env!("CARGO_PKG_VERSION") };
    Document {
        resource_spans: [ResourceSpans {
            resource: Resource { attributes },
            scope_spans: [ScopeSpans { scope, spans }],
        }],
    }
}
