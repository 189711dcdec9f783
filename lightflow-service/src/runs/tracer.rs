//! From the events of a run to spans.
//!
//! Events are taken one by one, and each costs the same: the span of a step is found by its path. Times are those of the
//! events, in ms; where a step says how long it took, its end has that precision.

use std::collections::{HashMap, HashSet};

use lightflow_store::{Run, RunId, RunStatus};

use super::history::{Past, PastKind};
use super::otlp::{Attribute, Id, Kind, Nanos, Span, SpanEvent, Status, Value};

/// Where the run's own span is.
const RUN: usize = 0;

/// So many spans are made at most for what is around one step.
const DEEPEST: usize = 256;

/// Makes spans of events.
pub(super) struct Tracer {
    run: RunId,
    status: RunStatus,
    spans: Vec<Span>,
    /// The span around each.
    parents: Vec<usize>,
    /// Steps and items by their paths, since the run began or went on.
    known: HashMap<String, usize>,
    /// Steps that began and have not ended.
    open: HashMap<usize, Try>,
    /// How often the run went on.
    life: u32,
    /// Whether the run ended since it began or went on.
    ended: bool,
    last: Nanos,
    ids: HashSet<[u8; 8]>,
}

/// The try of a step that runs.
#[derive(Clone, Copy)]
struct Try {
    number: u32,
    began: Nanos,
    /// The events of the step that came before it.
    events: usize,
    cached: bool,
}

impl Tracer {
    pub fn new(run: &Run) -> Self {
        let began = Nanos::of_ms(run.created_ms);
        let mut tracer = Self {
            run: run.id,
            status: run.status,
            spans: Vec::new(),
            parents: Vec::new(),
            known: HashMap::new(),
            open: HashMap::new(),
            life: 0,
            ended: false,
            last: began,
            ids: HashSet::new(),
        };
        let id = tracer.id("", 0);
        let attributes = vec![
            Attribute::text("lightflow.run", run.id.to_string()),
            Attribute::text("lightflow.status", run.status.name()),
        ];
        tracer.push(RUN, id, run.workflow.clone(), began, attributes);
        tracer.spans[RUN].parent_span_id = None;
        tracer
    }

    pub fn event(&mut self, past: Past) {
        let now = Nanos::of_ms(past.time_ms).max(self.last);
        if let PastKind::RunResumed = past.kind {
            // What ran when the process died ended with the last that was heard of it.
            self.close_all("interrupted", "the process ended before the step did");
            self.known.clear();
            (self.life, self.ended) = (self.life + 1, false);
            let mut how = Vec::new();
            if let Status::Error(error) = std::mem::take(&mut self.spans[RUN].status) {
                how.push(Attribute::text("after", error));
            }
            self.note(RUN, now, "resumed", how);
        }
        if !matches!(past.kind, PastKind::Other) {
            self.last = now;
        }
        match past.kind {
            PastKind::RunStarted | PastKind::RunResumed | PastKind::Other => {}
            // A text of a thousand pieces would drown what else the step says.
            PastKind::Token | PastKind::Preview | PastKind::Streamed => {}
            PastKind::StepStarted { step, calls, attempt } => self.started(&step, calls, attempt, now),
            PastKind::StepCached { step, key } => {
                let index = self.begin(&step, now, true, 1);
                self.spans[index].attributes.extend([
                    Attribute { key: "lightflow.cached", value: Value::Bool(true) },
                    Attribute::text("lightflow.key", key),
                ]);
            }
            PastKind::Progress { step, fraction, message } => {
                let fraction =
                    fraction.map(|fraction| Attribute { key: "fraction", value: Value::Double(fraction) });
                let message = Attribute::text("message", message);
                self.tell(&step, now, "progress", fraction.into_iter().chain([message]).collect());
            }
            PastKind::Log { step, line } => {
                self.tell(&step, now, "log", vec![Attribute::text("message", line)]);
            }
            PastKind::Artifact { step, path } => {
                self.tell(&step, now, "artifact", vec![Attribute::text("path", path)]);
            }
            PastKind::Used { step, what, amount } => {
                let amount = Attribute { key: "amount", value: Value::Double(amount) };
                self.tell(&step, now, "used", vec![Attribute::text("what", what), amount]);
            }
            PastKind::StepRetried { step, attempt, delay, error } => {
                if let Some(index) = self.running(&step) {
                    self.end_try(index, &step, attempt, now, Status::Error(error));
                    let delay = Attribute { key: "delay", value: Value::Double(delay) };
                    self.note(index, now, "retried", vec![delay]);
                }
            }
            PastKind::StepFinished { step, elapsed } => {
                if let Some(index) = self.running(&step) {
                    self.finished(index, &step, elapsed, now);
                }
            }
            PastKind::StepFailed { step, error } => self.failed(&step, &error, now),
            PastKind::RunFinished => self.run_ended(now, Status::Ok),
            PastKind::RunFailed { error } => {
                self.close_all("stopped", "stopped: the run failed");
                self.run_ended(now, Status::Error(error));
            }
            PastKind::RunCancelled => {
                self.close_all("cancelled", "stopped: the run was cancelled");
                self.run_ended(now, Status::Error("the run was cancelled".into()));
            }
        }
    }

    /// No event is left.
    pub fn end(mut self) -> Vec<Span> {
        if !self.ended {
            match self.status {
                RunStatus::Running => self.close_all("running", ""),
                _ => self.close_all("interrupted", "the process ended before the step did"),
            }
            if self.status == RunStatus::Interrupted {
                self.spans[RUN].status = Status::Error("the process ended before the run did".into());
            }
            self.reaches(RUN, self.last);
        }
        self.spans
    }

    fn started(&mut self, step: &str, calls: String, attempt: u32, now: Nanos) {
        // A try after the first is of a step that has a span.
        if let Some(index) = self.running(step) {
            let events = self.spans[index].events.len();
            self.open.insert(index, Try { number: attempt, began: now, events, cached: false });
            return;
        }
        let index = self.begin(step, now, false, attempt);
        self.spans[index].attributes.push(Attribute::text("lightflow.calls", calls));
    }

    /// A span for a step that begins.
    fn begin(&mut self, step: &str, now: Nanos, cached: bool, attempt: u32) -> usize {
        let parent = self.around(step, now);
        let name = step.rsplit('/').next().unwrap_or(step).to_owned();
        let attributes = vec![Attribute::text("lightflow.step", step)];
        let id = self.id(step, 0);
        let index = self.push(parent, id, name, now, attributes);
        self.known.insert(step.to_owned(), index);
        self.open.insert(index, Try { number: attempt, began: now, events: 0, cached });
        index
    }

    /// The span around a step: a composition, a branch, or an item of a `for`, which no event speaks of.
    fn around(&mut self, step: &str, now: Nanos) -> usize {
        let mut missing = Vec::new();
        let mut path = step;
        let mut parent = loop {
            let Some(outer) = outer(path) else { break RUN };
            if let Some(&index) = self.known.get(outer) {
                break index;
            }
            if missing.len() == DEEPEST {
                break RUN;
            }
            missing.push(outer);
            path = outer;
        };
        for path in missing.into_iter().rev() {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            let mut attributes = vec![Attribute::text("lightflow.step", path)];
            if let Some(item) = item(path) {
                attributes.push(Attribute { key: "lightflow.item", value: Value::Int(item) });
            }
            let id = self.id(path, 0);
            parent = self.push(parent, id, name, now, attributes);
            self.known.insert(path.to_owned(), parent);
        }
        parent
    }

    fn finished(&mut self, index: usize, step: &str, elapsed: f64, now: Nanos) {
        let Try { number, began, cached, .. } = self.open[&index];
        let end = if cached {
            began
        } else {
            // The clock of events counts milliseconds, the step's own finer; both are right.
            let elapsed = Nanos(began.0.saturating_add((elapsed * 1e9) as u64));
            elapsed.clamp(now, Nanos(now.0.saturating_add(Nanos::MILLISECOND - 1)))
        };
        if number > 1 {
            self.end_try(index, step, number, end, Status::Ok);
        }
        self.close(index, end, Status::Ok);
    }

    fn failed(&mut self, step: &str, error: &str, now: Nanos) {
        // A glue step runs without being announced, and may fail all the same.
        let index = self.running(step).unwrap_or_else(|| self.begin(step, now, false, 1));
        let number = self.open[&index].number;
        if number > 1 {
            self.end_try(index, step, number, now, Status::Error(error.to_owned()));
        }
        self.close(index, now, Status::Error(error.to_owned()));
        let mut around = self.parents[index];
        while around != RUN {
            self.spans[around].status = Status::Error(format!("`{step}` failed"));
            around = self.parents[around];
        }
    }

    /// A try of a step that is tried several times is over: it gets a span, and what happened in it.
    fn end_try(&mut self, index: usize, step: &str, number: u32, end: Nanos, status: Status) {
        let Some(running) = self.open.get(&index).copied() else { return };
        let told = &mut self.spans[index].events;
        let events = told.split_off(running.events.min(told.len()));
        let attributes = vec![Attribute { key: "lightflow.attempt", value: Value::Int(number.into()) }];
        let id = self.id(step, number);
        let attempt = self.push(index, id, format!("try {number}"), running.began, attributes);
        self.spans[attempt].events = events;
        self.spans[attempt].status = status;
        self.reaches(attempt, end);
        // From now on it waits for the next one.
        self.open.insert(index, Try { events: self.spans[index].events.len(), began: end, ..running });
    }

    fn run_ended(&mut self, now: Nanos, status: Status) {
        self.spans[RUN].status = status;
        self.reaches(RUN, now);
        self.ended = true;
    }

    fn close(&mut self, index: usize, end: Nanos, status: Status) {
        self.open.remove(&index);
        self.spans[index].status = status;
        self.reaches(index, end);
    }

    /// Ends what has not ended, with the last event.
    fn close_all(&mut self, outcome: &'static str, message: &str) {
        let mut open: Vec<usize> = std::mem::take(&mut self.open).into_keys().collect();
        open.sort_unstable();
        for mut index in open {
            self.reaches(index, self.last);
            // Items have no end of their own: they are open while a step in them is.
            while index != RUN && matches!(self.spans[index].status, Status::Unset) && !self.is_marked(index)
            {
                self.spans[index].attributes.push(Attribute::text("lightflow.outcome", outcome));
                if !message.is_empty() {
                    self.spans[index].status = Status::Error(message.to_owned());
                }
                index = self.parents[index];
            }
        }
    }

    fn is_marked(&self, index: usize) -> bool {
        self.spans[index].attributes.last().is_some_and(|last| last.key == "lightflow.outcome")
    }

    /// The span of a step that has begun and not ended.
    fn running(&self, step: &str) -> Option<usize> {
        self.known.get(step).copied().filter(|index| self.open.contains_key(index))
    }

    /// Something that a step said.
    fn tell(&mut self, step: &str, now: Nanos, name: &'static str, mut attributes: Vec<Attribute>) {
        match self.running(step) {
            Some(index) => self.note(index, now, name, attributes),
            None => {
                attributes.push(Attribute::text("lightflow.step", step));
                self.note(RUN, now, name, attributes);
            }
        }
    }

    fn note(&mut self, index: usize, now: Nanos, name: &'static str, attributes: Vec<Attribute>) {
        self.spans[index].events.push(SpanEvent { time_unix_nano: now, name, attributes });
    }

    /// A span, and those around it, last at least until then.
    fn reaches(&mut self, mut index: usize, end: Nanos) {
        while self.spans[index].end_time_unix_nano < end {
            self.spans[index].end_time_unix_nano = end;
            index = self.parents[index];
        }
    }

    fn push(
        &mut self,
        parent: usize,
        span_id: Id<8>,
        name: String,
        began: Nanos,
        attributes: Vec<Attribute>,
    ) -> usize {
        let index = self.spans.len();
        self.parents.push(parent);
        self.spans.push(Span {
            trace_id: trace_id(self.run),
            span_id,
            parent_span_id: self.spans.get(parent).map(|parent| parent.span_id),
            name,
            kind: Kind,
            start_time_unix_nano: began,
            end_time_unix_nano: began,
            attributes,
            events: Vec::new(),
            status: Status::Unset,
        });
        self.reaches(parent, began);
        index
    }

    /// The id of a span: the first bytes of a digest of run and path, and of what tells apart spans of one path.
    fn id(&mut self, path: &str, attempt: u32) -> Id<8> {
        let mut count = 0_u32;
        loop {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&trace_id(self.run).0).update(path.as_bytes());
            if (self.life, attempt, count) != (0, 0, 0) {
                let apart = [self.life, attempt, count].map(u32::to_le_bytes);
                hasher.update(&[0]).update(apart.as_flattened());
            }
            let mut id = [0; 8];
            id.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
            // Only a journal that no run wrote has a step twice.
            if self.ids.insert(id) {
                return Id(id);
            }
            count += 1;
        }
    }
}

/// The 16 bytes of the run's UUID.
fn trace_id(run: RunId) -> Id<16> {
    let text = run.to_string().replace('-', "");
    Id(u128::from_str_radix(&text, 16).unwrap_or_default().to_be_bytes())
}

/// The path around one: `shots[3]/mask`, `shots[3]`, `shots`.
fn outer(path: &str) -> Option<&str> {
    if path.ends_with(']') {
        return path.rfind('[').map(|at| &path[..at]);
    }
    path.rfind('/').map(|at| &path[..at])
}

fn item(path: &str) -> Option<i64> {
    path.strip_suffix(']')?.rsplit('[').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run() -> Run {
        let id = "01a1fefc-f040-7708-a817-49274fd47310".parse().unwrap();
        let status = RunStatus::Interrupted;
        Run {
            id,
            workflow: "a/b".into(),
            status,
            created_ms: 1_000,
            ended_ms: None,
            error: None,
            sweep: None,
        }
    }

    #[test]
    fn ids_are_those_of_the_run_and_of_digests() {
        let mut tracer = Tracer::new(&run());
        assert_eq!(trace_id(run().id).to_string(), "01a1fefcf0407708a81749274fd47310");
        let digest = blake3::hash(&[&trace_id(run().id).0[..], b"shots[3]/mask"].concat());
        assert_eq!(tracer.id("shots[3]/mask", 0).0, digest.as_bytes()[..8]);
        assert_ne!(tracer.id("shots[3]/mask", 0).0, digest.as_bytes()[..8], "no id is given twice");
    }

    #[test]
    fn a_path_is_inside_those_around_it() {
        let around = |path| std::iter::successors(outer(path), |path| outer(path)).collect::<Vec<_>>();
        assert_eq!(around("shots[3]/shot/mask"), ["shots[3]/shot", "shots[3]", "shots"]);
        assert_eq!((item("shots[3]"), item("shots"), item("shots[x]")), (Some(3), None, None));
    }

    fn kind() -> impl Strategy<Value = PastKind> {
        let step = || prop_oneof![r"[ab](\[[01]\])?(/[ab](\[[01]\])?){0,2}", r"[/\[\]a]{0,6}"];
        let text = || "[a-z]{0,3}";
        prop_oneof![
            Just(PastKind::RunStarted),
            Just(PastKind::RunResumed),
            (step(), text(), 0..4_u32).prop_map(|(step, calls, attempt)| PastKind::StepStarted {
                step,
                calls,
                attempt
            }),
            (step(), text()).prop_map(|(step, line)| PastKind::Log { step, line }),
            (step(), 0..4_u32, any::<f64>(), text()).prop_map(|(step, attempt, delay, error)| {
                PastKind::StepRetried { step, attempt, delay, error }
            }),
            (step(), text()).prop_map(|(step, key)| PastKind::StepCached { step, key }),
            (step(), any::<f64>()).prop_map(|(step, elapsed)| PastKind::StepFinished { step, elapsed }),
            (step(), text()).prop_map(|(step, error)| PastKind::StepFailed { step, error }),
            Just(PastKind::RunFinished),
            text().prop_map(|error| PastKind::RunFailed { error }),
            Just(PastKind::RunCancelled),
            Just(PastKind::Other),
        ]
    }

    proptest! {
        #[test]
        fn any_journal_gives_a_tree_of_spans(events in prop::collection::vec((kind(), 0..5_000_u64), 0..40)) {
            let mut tracer = Tracer::new(&run());
            for ((kind, time_ms), seq) in events.into_iter().zip(0..) {
                tracer.event(Past { seq, time_ms, kind });
            }
            let parents = tracer.parents.clone();
            let spans = tracer.end();
            let mut ids = HashSet::new();
            for (span, parent) in spans.iter().zip(parents) {
                prop_assert!(ids.insert(span.span_id.0));
                prop_assert!(span.start_time_unix_nano <= span.end_time_unix_nano);
                prop_assert!(spans[parent].start_time_unix_nano <= span.start_time_unix_nano);
                prop_assert!(spans[parent].end_time_unix_nano >= span.end_time_unix_nano);
            }
            prop_assert_eq!(ids.len(), spans.len());
        }
    }
}
