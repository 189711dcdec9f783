//! A recorded run as a trace of OpenTelemetry.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use expect_test::{Expect, expect};
use lightflow::prelude::*;
use lightflow::runs::{LogLine, Place, Recording, Reuse, RunId, RunStatus, Runs};
use lightflow::{Engine, EventKind, RunErrorKind, Workflow};
use serde_json::Value;

#[node]
fn letters(text: String, ctx: &Ctx) -> Vec<String> {
    ctx.log(format!("{} letters", text.len()));
    text.chars().map(String::from).collect()
}

#[node]
fn ink(letter: &str, ctx: &Ctx) -> Result<String, std::io::Error> {
    ctx.progress(0.5, "half of it");
    let path = ctx.output_path(format!("{letter}.txt")).map_err(std::io::Error::other)?;
    std::fs::write(&path, letter)?;
    ctx.artifact(path);
    Ok(letter.to_uppercase())
}

/// Fails once in each process, and always for `x`.
#[node(retry = 1, volatile)]
fn press(letter: String, ctx: &Ctx) -> Result<String, String> {
    ctx.log(format!("pressing {letter}"));
    let key = ctx.idempotency_key();
    let mut tried = TRIED.lock().unwrap();
    let tried = tried.get_or_insert_default();
    if letter == "X" || (letter == "B" && tried.insert(key)) {
        Err(format!("{letter} slipped"))
    } else {
        Ok(letter)
    }
}

static TRIED: std::sync::Mutex<Option<HashSet<String>>> = std::sync::Mutex::new(None);

#[node]
fn bind(sheets: Vec<String>) -> String {
    sheets.concat()
}

#[composition]
fn sheet(letter: String) -> String {
    let inked = ink(&letter);
    press(inked)
}

#[workflow]
fn print(text: String) -> String {
    let letters = letters(text);
    #[concurrency(1)]
    let sheets = for letter in letters {
        sheet(letter)
    };
    if sheets.len() > 3 { bind(sheets) } else { bind(sheets) }
}

/// A store in a folder of its own.
struct Press {
    folder: tempfile::TempDir,
    runs: Runs,
}

impl Press {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { runs: Runs::open(folder.path().join("store")).unwrap(), folder }
    }

    fn begin(&self, text: &str) -> Recording {
        let inputs = serde_json::json!({ "text": text });
        let spec = <print as Workflow>::SPEC;
        self.runs.begin(spec, inputs.as_object().unwrap(), Place::default(), Reuse::default()).unwrap()
    }

    fn resume(&self, run: RunId) -> Recording {
        self.runs.resume(run, <print as Workflow>::SPEC, Reuse::default()).unwrap()
    }

    /// Runs to the end, or until the journal has an event: then it is as if the process had died.
    async fn run(&self, text: &str, mut recording: Recording, dies: impl Fn(&EventKind) -> bool) -> RunId {
        let id = recording.id();
        let engine = Engine::builder().output_folder(self.folder.path().join("out")).build();
        let mut run = engine.submit(print { text: text.into() }).recorded(recording.recorder());
        let mut events = run.events();
        let result = run.await;
        while let Some(event) = events.next().await {
            recording.event(&event);
            if dies(&event.kind) {
                return id;
            }
        }
        match result {
            Ok(_) => recording.end(Ok(None)).unwrap(),
            Err(error) if matches!(error.kind, RunErrorKind::Cancelled) => recording.cancelled().unwrap(),
            Err(error) => recording.end(Err(error.to_string())).unwrap(),
        }
        id
    }

    fn trace(&self, run: RunId) -> Value {
        let trace = self.runs.trace(run).unwrap();
        let document = serde_json::from_str(&trace.to_json()).unwrap();
        check(&document, trace.spans());
        document
    }
}

fn spans(document: &Value) -> &Vec<Value> {
    document["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap()
}

fn time(span: &Value, name: &str) -> u64 {
    span[name].as_str().unwrap().parse().unwrap()
}

/// What holds for every trace.
fn check(document: &Value, count: usize) {
    let spans = spans(document);
    assert_eq!(spans.len(), count);
    let by_id: HashMap<&str, &Value> =
        spans.iter().map(|span| (span["spanId"].as_str().unwrap(), span)).collect();
    assert_eq!(by_id.len(), count, "ids are different");
    for span in spans {
        let (start, end) = (time(span, "startTimeUnixNano"), time(span, "endTimeUnixNano"));
        assert!(start <= end, "{span}");
        assert_eq!(span["traceId"], spans[0]["traceId"]);
        if let Some(parent) = span["parentSpanId"].as_str() {
            let parent = by_id[parent];
            assert!(time(parent, "startTimeUnixNano") <= start, "{span} in {parent}");
            assert!(end <= time(parent, "endTimeUnixNano"), "{span} in {parent}");
        }
    }
}

/// The spans as a tree: name, attributes and status, then events.
fn outline(document: &Value) -> String {
    let spans = spans(document);
    let mut depth: HashMap<&str, usize> = HashMap::new();
    let mut inside: BTreeMap<usize, String> = BTreeMap::new();
    let mut order: Vec<usize> = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let parent = span["parentSpanId"].as_str();
        let level = parent.map_or(0, |parent| depth[parent] + 1);
        depth.insert(span["spanId"].as_str().unwrap(), level);
        let mut text = format!("{}{}", "  ".repeat(level), span["name"].as_str().unwrap());
        for attribute in span["attributes"].as_array().into_iter().flatten() {
            let (key, value) = shown(attribute);
            if !["step", "run", "key"].contains(&key) {
                write!(text, " {key}={value}").unwrap();
            }
        }
        match span["status"]["code"].as_u64().unwrap() {
            0 => text.push_str(" unset"),
            1 => {}
            _ => write!(text, " error: {}", span["status"]["message"].as_str().unwrap()).unwrap(),
        }
        text.push('\n');
        for event in span["events"].as_array().into_iter().flatten() {
            write!(text, "{}- {}", "  ".repeat(level + 1), event["name"].as_str().unwrap()).unwrap();
            for attribute in event["attributes"].as_array().unwrap() {
                let (key, value) = shown(attribute);
                let value = if key == "delay" { "_".into() } else { value };
                let value =
                    value.rsplit_once("/out/").map_or(value.clone(), |(_, name)| format!("out/{name}"));
                write!(text, " {key}={value}").unwrap();
            }
            text.push('\n');
        }
        inside.insert(index, text);
        // Behind the last span of the parent.
        let at = parent.map_or(0, |parent| {
            let begin = order.iter().position(|other| spans[*other]["spanId"] == parent).unwrap();
            let below = |other: &&usize| depth[spans[**other]["spanId"].as_str().unwrap()] >= level;
            begin + 1 + order[begin + 1..].iter().take_while(below).count()
        });
        order.insert(at, index);
    }
    order.iter().map(|index| &*inside[index]).collect()
}

fn shown(attribute: &Value) -> (&str, String) {
    let value = attribute["value"].as_object().unwrap().values().next().unwrap();
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    (attribute["key"].as_str().unwrap().trim_start_matches("lightflow."), value)
}

fn is(document: &Value, expected: &Expect) {
    expected.assert_eq(&outline(document));
}

#[tokio::test]
async fn steps_are_nested_by_path_and_tries_below_their_step() {
    let press = Press::new();
    let run = press.run("ab", press.begin("ab"), |_| false).await;
    is(
        &press.trace(run),
        &expect![[r#"
        traces/print status=finished
          letters calls=traces/letters
            - log message=2 letters
          sheets calls=for
            sheets[0] item=0 unset
              sheet calls=traces/sheet
                inked calls=traces/ink
                  - progress fraction=0.5 message=half of it
                  - artifact path=out/a.txt
                press calls=traces/press
                  - log message=pressing A
            sheets[1] item=1 unset
              sheet calls=traces/sheet
                inked calls=traces/ink
                  - progress fraction=0.5 message=half of it
                  - artifact path=out/b.txt
                press calls=traces/press
                  - retried delay=_
                  try 1 attempt=1 error: B slipped
                    - log message=pressing B
                  try 2 attempt=2
                    - log message=pressing B
          if calls=else
            bind calls=traces/bind
    "#]],
    );
    assert_eq!(press.trace(run), press.trace(run), "the same run gives the same trace");
    let resource = &press.trace(run)["resourceSpans"][0]["resource"]["attributes"];
    let keys: Vec<&str> = resource.as_array().unwrap().iter().map(|of| of["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["service.name", "lightflow.workflow", "lightflow.plan", "lightflow.version"]);
    assert_eq!(spans(&press.trace(run))[0]["traceId"], run.to_string().replace('-', ""));
}

#[tokio::test]
async fn a_step_that_was_known_has_no_length() {
    let press = Press::new();
    press.run("a", press.begin("a"), |_| false).await;
    let run = press.run("a", press.begin("a"), |_| false).await;
    let document = press.trace(run);
    is(
        &document,
        &expect![[r#"
        traces/print status=finished
          letters cached=true
          sheets calls=for
            sheets[0] item=0 unset
              sheet calls=traces/sheet
                inked cached=true
                  - artifact path=out/a.txt
                press calls=traces/press
                  - log message=pressing A
          if calls=else
            bind cached=true
    "#]],
    );
    for span in
        spans(&document).iter().filter(|span| span["attributes"].to_string().contains("lightflow.cached"))
    {
        assert_eq!(span["startTimeUnixNano"], span["endTimeUnixNano"]);
    }
}

#[tokio::test]
async fn a_step_that_failed_is_an_error_and_so_is_what_is_around_it() {
    let press = Press::new();
    let run = press.run("ax", press.begin("ax"), |_| false).await;
    is(
        &press.trace(run),
        &expect![[r#"
        traces/print status=failed error: step `sheets[1]/sheet/press` (`press`, lightflow/tests/traces.rs:51) failed: X slipped
          letters calls=traces/letters
            - log message=2 letters
          sheets calls=for error: `sheets[1]/sheet/press` failed
            sheets[0] item=0 unset
              sheet calls=traces/sheet
                inked calls=traces/ink
                  - progress fraction=0.5 message=half of it
                  - artifact path=out/a.txt
                press calls=traces/press
                  - log message=pressing A
            sheets[1] item=1 error: `sheets[1]/sheet/press` failed
              sheet calls=traces/sheet error: `sheets[1]/sheet/press` failed
                inked calls=traces/ink
                  - progress fraction=0.5 message=half of it
                  - artifact path=out/x.txt
                press calls=traces/press error: X slipped
                  - retried delay=_
                  try 1 attempt=1 error: X slipped
                    - log message=pressing X
                  try 2 attempt=2 error: X slipped
                    - log message=pressing X
    "#]],
    );
}

#[tokio::test]
async fn a_run_that_failed_and_goes_on_is_one_trace() {
    let press = Press::new();
    let run = press.run("x", press.begin("x"), |_| false).await;
    press.run("x", press.resume(run), |_| false).await;
    let document = press.trace(run);
    let resumed = spans(&document)[0]["events"].to_string();
    assert!(resumed.contains("resumed") && resumed.contains("X slipped"), "{resumed}");
    assert_eq!(spans(&document)[0]["events"].as_array().unwrap().len(), 1);
    assert_eq!(outline(&document).matches("try 2 attempt=2 error: X slipped").count(), 2);
}

#[tokio::test]
async fn steps_end_where_their_process_died() {
    let press = Press::new();
    let pressing = |kind: &EventKind| matches!(kind, EventKind::StepStarted { calls: "traces/press", .. });
    let run = press.run("a", press.begin("a"), pressing).await;
    assert_eq!(press.runs.store().run(run).unwrap().status, RunStatus::Interrupted);
    is(
        &press.trace(run),
        &expect![[r#"
        traces/print status=interrupted error: the process ended before the run did
          letters calls=traces/letters
            - log message=1 letters
          sheets calls=for outcome=interrupted error: the process ended before the step did
            sheets[0] item=0 outcome=interrupted error: the process ended before the step did
              sheet calls=traces/sheet outcome=interrupted error: the process ended before the step did
                inked calls=traces/ink
                  - progress fraction=0.5 message=half of it
                  - artifact path=out/a.txt
                press calls=traces/press outcome=interrupted error: the process ended before the step did
    "#]],
    );
    press.run("a", press.resume(run), |_| false).await;
    is(
        &press.trace(run),
        &expect![[r#"
        traces/print status=finished
          - resumed
          letters calls=traces/letters
            - log message=1 letters
          sheets calls=for outcome=interrupted error: the process ended before the step did
            sheets[0] item=0 outcome=interrupted error: the process ended before the step did
              sheet calls=traces/sheet outcome=interrupted error: the process ended before the step did
                inked calls=traces/ink
                  - progress fraction=0.5 message=half of it
                  - artifact path=out/a.txt
                press calls=traces/press outcome=interrupted error: the process ended before the step did
          letters cached=true
          sheets calls=for
            sheets[0] item=0 unset
              sheet calls=traces/sheet
                inked cached=true
                  - artifact path=out/a.txt
                press cached=true
          if calls=else
            bind cached=true
    "#]],
    );
}

#[tokio::test]
async fn one_span_in_full() {
    let press = Press::new();
    let run = press.run("a", press.begin("a"), |_| false).await;
    let document = press.trace(run);
    let mut span = spans(&document)[1].clone();
    for (key, label) in [("traceId", "TRACE"), ("spanId", "SPAN"), ("parentSpanId", "RUN")] {
        assert_eq!(span[key].as_str().unwrap().len(), if key == "traceId" { 32 } else { 16 });
        span[key] = label.into();
    }
    for time in ["startTimeUnixNano", "endTimeUnixNano"] {
        span[time] = "NANOS".into();
    }
    span["events"][0]["timeUnixNano"] = "NANOS".into();
    span.sort_all_objects();
    expect![[r#"
        {
          "attributes": [
            {
              "key": "lightflow.step",
              "value": {
                "stringValue": "letters"
              }
            },
            {
              "key": "lightflow.calls",
              "value": {
                "stringValue": "traces/letters"
              }
            }
          ],
          "endTimeUnixNano": "NANOS",
          "events": [
            {
              "attributes": [
                {
                  "key": "message",
                  "value": {
                    "stringValue": "1 letters"
                  }
                }
              ],
              "name": "log",
              "timeUnixNano": "NANOS"
            }
          ],
          "kind": 1,
          "name": "letters",
          "parentSpanId": "RUN",
          "spanId": "SPAN",
          "startTimeUnixNano": "NANOS",
          "status": {
            "code": 1
          },
          "traceId": "TRACE"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&span).unwrap());
}

#[tokio::test]
async fn a_run_of_a_hundred_thousand_events_is_no_trouble() {
    let press = Press::new();
    let recording = press.begin("");
    let mut handle = recording;
    let id = handle.id();
    let event =
        |seq: u64, kind: EventKind| lightflow::Event { seq, time_ms: 1_795_278_005_000 + seq / 100, kind };
    handle.event(&event(0, EventKind::RunStarted { workflow: "traces/print" }));
    for item in 0..33_333 {
        let step: std::sync::Arc<str> = format!("sheets[{item}]/ink").into();
        let elapsed = std::time::Duration::from_micros(3);
        let kinds = [
            EventKind::StepStarted { step: step.clone(), calls: "traces/ink", attempt: 1, items: None },
            EventKind::Progress { step: step.clone(), fraction: 1.0, message: String::new() },
            EventKind::StepFinished { step, elapsed },
        ];
        for (kind, place) in kinds.into_iter().zip(1..) {
            handle.event(&event(3 * item + place, kind));
        }
    }
    handle.end(Ok(None)).unwrap();
    assert_eq!(press.runs.trace(id).unwrap().spans(), 1 + 1 + 2 * 33_333);
}

#[tokio::test]
async fn log_lines_are_followed_while_a_run_goes_on() {
    let press = Press::new();
    let mut recording = press.begin("a");
    let run = recording.id();
    let mut all = press.runs.follow_logs(run, None, 0).unwrap();
    let mut masks = press.runs.follow_logs(run, Some("shots"), 2).unwrap();
    let mut say = |seq: u64, step: &str, line: &str| {
        let kind = EventKind::Log { step: step.into(), line: line.into() };
        recording.event(&lightflow::Event { seq, time_ms: 1_795_278_005_123, kind });
    };
    assert_eq!(all.read().unwrap(), []);
    say(0, "shots[0]/mask", "one");
    say(1, "sho", "two");
    let texts = |lines: Vec<LogLine>| lines.into_iter().map(|line| line.text).collect::<Vec<_>>();
    assert_eq!(texts(all.read().unwrap()), ["one", "two"]);
    assert_eq!(texts(masks.read().unwrap()), [""; 0]);
    say(2, "shots[1]/mask", "three");
    say(3, "other", "four");
    assert_eq!(texts(all.read().unwrap()), ["three", "four"]);
    assert_eq!((texts(masks.read().unwrap()), masks.next_seq()), (vec!["three".into()], 4));
    let lines = press.runs.logs(run, Some("shots[0]")).unwrap();
    assert_eq!((lines[0].seq, lines[0].time()), (0, "2026-11-21T16:20:05.123Z".into()));
    assert_eq!(lines.len(), 1);
}
