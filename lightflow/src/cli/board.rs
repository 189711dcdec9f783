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
}

impl Board {
    pub fn new(workflow: &str) -> Self {
        Self { workflow: workflow.to_owned(), began_ms: None, done: 0, running: BTreeMap::new() }
    }

    pub fn event(&mut self, event: &Event) {
        self.began_ms.get_or_insert(event.time_ms);
        match &event.kind {
            EventKind::StepStarted { step, .. } => {
                let row = Row { began_ms: event.time_ms, fraction: None, message: String::new() };
                self.running.insert(step.clone(), row);
            }
            EventKind::Progress { step, fraction, message } => {
                if let Some(row) = self.running.get_mut(step) {
                    row.fraction = Some(*fraction);
                    row.message.clone_from(message);
                }
            }
            EventKind::StepRetried { step, delay, error, .. } => {
                if let Some(row) = self.running.get_mut(step) {
                    row.fraction = None;
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
                let gap = if row.message.is_empty() { "" } else { "  " };
                let elapsed = since(row.began_ms, now_ms);
                format!("{step}  {elapsed}{}{gap}{}", fraction.unwrap_or_default(), row.message)
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
        EventKind::StepStarted { step: step.into(), calls: "studio/fit", attempt: 1 }
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
    fn more_steps_than_lines_are_counted() {
        let board = board((0..20).map(|index| (0, started(&format!("a[{index}]/b")))));
        let rows = board.rows(1_000);
        assert_eq!(rows.len(), ROWS + 1);
        assert_eq!(rows[ROWS], "and 12 more");
    }
}
