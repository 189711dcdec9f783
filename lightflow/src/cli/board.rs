//! What is going on in a run right now, as lines for a terminal.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use super::watch::seconds;
use crate::{Event, EventKind};

/// A step gets a line once it runs this long: shorter ones would only flicker.
const SETTLED_MS: u64 = 200;
/// So many steps have a line; the others are counted.
const ROWS: usize = 8;

/// So many characters of a text are shown while it grows.
const SHOWN: usize = 60;

/// The state that events add up to.
#[derive(Debug)]
pub(super) struct Board {
    workflow: String,
    began_ms: Option<u64>,
    done: u64,
    running: BTreeMap<Arc<str>, Row>,
}

#[derive(Debug)]
struct Row {
    began_ms: u64,
    fraction: Option<f32>,
    message: String,
    /// The end of a text that it gives piece by piece.
    text: String,
}

impl Row {
    /// The text that grows: the end of its last line is shown.
    fn say(&mut self, piece: &str) {
        self.text.push_str(piece);
        let line = self.text.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        let end = self.text.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
        self.text.drain(..line.max(end));
    }
}

impl Board {
    pub fn new(workflow: &str) -> Self {
        Self { workflow: workflow.to_owned(), began_ms: None, done: 0, running: BTreeMap::new() }
    }

    pub fn event(&mut self, event: &Event) {
        self.began_ms.get_or_insert(event.time_ms);
        match &event.kind {
            EventKind::StepStarted { step, .. } => {
                let row = Row {
                    began_ms: event.time_ms,
                    fraction: None,
                    message: String::new(),
                    text: String::new(),
                };
                self.running.insert(step.clone(), row);
            }
            EventKind::Progress { step, fraction, message } => {
                if let Some(row) = self.running.get_mut(step) {
                    row.fraction = Some(*fraction);
                    row.message.clone_from(message);
                    row.text.clear();
                }
            }
            EventKind::Token { step, text } => {
                if let Some(row) = self.running.get_mut(step) {
                    row.say(text);
                }
            }
            EventKind::StepRetried { step, delay, error, .. } => {
                if let Some(row) = self.running.get_mut(step) {
                    row.fraction = None;
                    row.text.clear();
                    row.message = format!("again in {}: {error}", seconds(*delay));
                }
            }
            EventKind::StepFinished { step, .. } => {
                self.running.remove(step);
                self.done += 1;
            }
            EventKind::StepFailed { step, .. } => drop(self.running.remove(step)),
            _ => {}
        }
    }

    /// `demo  12 done, 3 running, 4.2 s`.
    pub fn head(&self, now_ms: u64) -> String {
        let elapsed = since(self.began_ms.unwrap_or(now_ms), now_ms);
        let running = self.leaves().count();
        format!("{}  {} done, {running} running, {elapsed}", self.workflow, self.done)
    }

    /// A line for each step that has been running for a while, the oldest first.
    pub fn rows(&self, now_ms: u64) -> Vec<String> {
        let mut settled: Vec<(&str, &Row)> =
            self.leaves().filter(|(_, row)| now_ms.saturating_sub(row.began_ms) >= SETTLED_MS).collect();
        settled.sort_by_key(|(_, row)| row.began_ms);
        let mut lines: Vec<String> = settled
            .iter()
            .take(ROWS)
            .map(|(step, row)| {
                let fraction = row.fraction.map(|fraction| format!("  {:.0} %", fraction * 100.0));
                let elapsed = since(row.began_ms, now_ms);
                let message =
                    if row.text.is_empty() { &row.message } else { row.text.trim_end_matches('\n') };
                let gap = if message.is_empty() { "" } else { "  " };
                format!("{step}  {elapsed}{}{gap}{message}", fraction.unwrap_or_default())
            })
            .collect();
        if settled.len() > ROWS {
            lines.push(format!("and {} more", settled.len() - ROWS));
        }
        lines
    }

    /// Running steps that are not around other running ones. Those inside `a` sort after it as `a/..` or `a[..`.
    fn leaves(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.running.iter().filter_map(|(step, row)| {
            let is_inside = |after: &str| {
                let inside = format!("{step}{after}");
                let from = (Bound::Included(inside.as_str()), Bound::Unbounded);
                let first = self.running.range::<str, _>(from).next();
                first.is_some_and(|(other, _)| other.starts_with(&inside))
            };
            let around = is_inside("/") || is_inside("[");
            (!around).then_some((&**step, row))
        })
    }
}

fn since(began_ms: u64, now_ms: u64) -> String {
    seconds(Duration::from_millis(now_ms.saturating_sub(began_ms)))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn board(events: impl IntoIterator<Item = (u64, EventKind)>) -> Board {
        let mut board = Board::new("demo");
        for (seq, (time_ms, kind)) in (0..).zip(events) {
            board.event(&Event { seq, time_ms, kind });
        }
        board
    }

    fn started(step: &str) -> EventKind {
        EventKind::StepStarted { step: step.into(), calls: "studio/fit", attempt: 1, items: None }
    }

    #[test]
    fn a_group_gives_way_to_the_steps_inside_it() {
        let board = board([
            (0, started("shots")),
            (0, started("shots[0]/shot")),
            (100, started("shots[0]/shot/mask")),
            (
                200,
                EventKind::Progress {
                    step: "shots[0]/shot/mask".into(),
                    fraction: 0.25,
                    message: "guided filter".into(),
                },
            ),
            (300, started("short")),
        ]);
        let shown = format!("{}\n{}", board.head(400), board.rows(400).join("\n"));
        expect![[r#"
            demo  0 done, 2 running, 400 ms
            shots[0]/shot/mask  300 ms  25 %  guided filter"#]]
        .assert_eq(&shown);
    }

    #[test]
    fn a_text_that_grows_shows_its_end() {
        let token = |text: &str| EventKind::Token { step: "answer".into(), text: text.into() };
        let piece = |piece| (100, token(piece));
        let growing = board([(0, started("answer")), piece("One line.\nThe"), piece(" next\n")]);
        assert_eq!(growing.rows(400), ["answer  400 ms  The next"]);
        let long = board([(0, started("answer")), piece(&"ä".repeat(500)), piece("end")]);
        assert_eq!(long.rows(400), [format!("answer  400 ms  {}end", "ä".repeat(57))]);
    }

    #[test]
    fn more_steps_than_lines_are_counted() {
        let board = board((0..20).map(|index| (0, started(&format!("a[{index}]/b")))));
        let rows = board.rows(1_000);
        assert_eq!(rows.len(), ROWS + 1);
        assert_eq!(rows[ROWS], "and 12 more");
    }
}
