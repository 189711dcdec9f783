//! What somebody who subscribes with `tracing` sees: each log line under the step that wrote it.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use lightflow::Engine;
use lightflow::prelude::*;
use lightflow::runs::{Place, Reuse, Runs};
use lightflow::{RunError, Workflow};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber as _;
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

/// Writes down events, each with the spans around it, and spans as they end.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

/// The fields of a span or an event.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Chance names runs.
        match field.name() {
            "run" => write!(self.0, " run=_"),
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        }
        .unwrap();
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Notes {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        record.record(context.span(id).unwrap().extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "nodes" {
            return;
        }
        let mut line = String::new();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            write!(line, "{}{} > ", span.name(), span.extensions().get::<Fields>().unwrap().0).unwrap();
        }
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().push(format!("{line}{}", fields.0.trim_start()));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let line = format!("{}{} ends", span.name(), span.extensions().get::<Fields>().unwrap().0);
        self.0.lock().unwrap().push(line);
    }
}

impl Notes {
    fn sorted(&self) -> String {
        let mut lines = self.0.lock().unwrap().clone();
        lines.sort();
        lines.join("\n") + "\n"
    }
}

#[node]
fn count(text: String) -> Vec<u32> {
    tracing::info!(target: "nodes", "counting {text}");
    (0..text.len() as u32).collect()
}

#[node]
async fn ask(number: u32) -> u32 {
    tracing::info!(target: "nodes", "asking");
    tokio::task::yield_now().await;
    tracing::info!(target: "nodes", "asked {number}");
    number
}

#[node(blocking)]
fn grind(number: u32) -> u32 {
    tracing::info!(target: "nodes", "grinding {number}");
    number + 1
}

#[node(retry = 1)]
fn check(number: u32) -> Result<u32, String> {
    if number > 2 { Err(format!("{number} is too much")) } else { Ok(number) }
}

#[composition]
fn both(number: u32) -> u32 {
    let asked = ask(number);
    grind(asked)
}

#[workflow]
fn lengths(text: String) -> u32 {
    let numbers = count(text);
    let all = for number in numbers {
        both(number)
    };
    let most: u32 = all.iter().copied().max().unwrap_or(0);
    check(most)
}

/// Runs with somebody who looks on.
async fn observed(text: &str) -> (Notes, Result<u32, RunError>) {
    let notes = Notes::default();
    let subscriber = Registry::default().with(notes.clone());
    let run = Engine::new().submit(lengths { text: text.into() });
    // Neither the task of the run nor the threads of its steps know of this subscriber by themselves.
    let handle = tracing::subscriber::with_default(subscriber, || run.spawn());
    (notes, handle.await)
}

#[tokio::test]
async fn what_a_node_logs_is_inside_the_span_of_its_step() {
    let (notes, result) = observed("ab").await;
    assert_eq!(result.unwrap(), 2);
    expect_test::expect![[r#"
        run workflow="observed/lengths" run=_ > step step="all[0]/both/asked" node="observed/ask" attempt=1 > asked 0
        run workflow="observed/lengths" run=_ > step step="all[0]/both/asked" node="observed/ask" attempt=1 > asking
        run workflow="observed/lengths" run=_ > step step="all[0]/both/grind" node="observed/grind" attempt=1 > grinding 0
        run workflow="observed/lengths" run=_ > step step="all[1]/both/asked" node="observed/ask" attempt=1 > asked 1
        run workflow="observed/lengths" run=_ > step step="all[1]/both/asked" node="observed/ask" attempt=1 > asking
        run workflow="observed/lengths" run=_ > step step="all[1]/both/grind" node="observed/grind" attempt=1 > grinding 1
        run workflow="observed/lengths" run=_ > step step="numbers" node="observed/count" attempt=1 > counting ab
        run workflow="observed/lengths" run=_ ends
        step step="all[0]/both/asked" node="observed/ask" attempt=1 ends
        step step="all[0]/both/grind" node="observed/grind" attempt=1 ends
        step step="all[1]/both/asked" node="observed/ask" attempt=1 ends
        step step="all[1]/both/grind" node="observed/grind" attempt=1 ends
        step step="check" node="observed/check" attempt=1 ends
        step step="numbers" node="observed/count" attempt=1 ends
    "#]].assert_eq(&notes.sorted());
}

#[tokio::test]
async fn a_step_that_failed_says_so_in_each_try_and_in_the_run() {
    let (notes, result) = observed("abc").await;
    assert!(result.is_err());
    let failed: Vec<String> =
        notes.0.lock().unwrap().iter().filter(|line| line.contains("error=")).cloned().collect();
    expect_test::expect![[r#"
        step step="check" node="observed/check" attempt=1 error=3 is too much ends
        step step="check" node="observed/check" attempt=2 error=3 is too much ends
        run workflow="observed/lengths" run=_ error=3 is too much ends
    "#]]
    .assert_eq(&(failed.join("\n") + "\n"));
}

#[tokio::test]
async fn a_step_that_was_known_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let runs = Runs::open(folder.path()).unwrap();
    let mut notes = Notes::default();
    for _ in 0..2 {
        notes = Notes::default();
        let inputs = serde_json::json!({ "text": "a" });
        let spec = <lengths as Workflow>::SPEC;
        let recording =
            runs.begin(spec, inputs.as_object().unwrap(), Place::default(), Reuse::default()).unwrap();
        let run = Engine::new().submit(lengths { text: "a".into() }).recorded(recording.recorder());
        let id = recording.id().to_string();
        let subscriber = Registry::default().with(notes.clone());
        let result = async { run.await }.with_subscriber(subscriber).await;
        assert_eq!(result.unwrap(), 1);
        recording.end(Ok(None)).unwrap();
        assert_eq!(id.len(), 36);
    }
    expect_test::expect![[r#"
        run workflow="observed/lengths" run=_ ends
        step step="all[0]/both/asked" node="observed/ask" attempt=1 cached=true ends
        step step="all[0]/both/grind" node="observed/grind" attempt=1 cached=true ends
        step step="check" node="observed/check" attempt=1 cached=true ends
        step step="numbers" node="observed/count" attempt=1 cached=true ends
    "#]]
    .assert_eq(&notes.sorted());
}

#[tokio::test]
async fn a_subscriber_that_wants_no_spans_gets_none() {
    let notes = Notes::default();
    let subscriber = Registry::default().with(notes.clone().with_filter(LevelFilter::WARN));
    let run = Engine::new().submit(lengths { text: "ab".into() });
    let handle = tracing::subscriber::with_default(subscriber, || run.spawn());
    assert_eq!(handle.await.unwrap(), 2);
    assert_eq!(notes.sorted(), "\n");
}
