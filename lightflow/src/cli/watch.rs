//! Those who look on while a workflow runs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::board::Board;
use super::io::{Io, Paint};
use super::lines::{self, Start};
use crate::Event;

/// One way to look on.
pub(super) enum Watch {
    /// Nobody does.
    Quiet,
    /// Programs, on stdout: a line of JSON for each event.
    Events,
    /// A log, on stderr.
    Lines(Start),
    /// People at a terminal, on stderr.
    Live(Box<Live>),
}

/// A head line, and a line for each running step.
pub(super) struct Live {
    board: Board,
    bars: MultiProgress,
    head: ProgressBar,
    rows: Vec<ProgressBar>,
    start: Start,
}

impl Watch {
    pub fn quiet() -> Self {
        Self::Quiet
    }

    pub fn events() -> Self {
        Self::Events
    }

    pub fn lines() -> Self {
        Self::Lines(Start::default())
    }

    pub fn live(workflow: &str) -> Self {
        let bars = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
        let head = bars.add(ProgressBar::new_spinner());
        let style = ProgressStyle::with_template("{spinner} {wide_msg}");
        head.set_style(style.expect("the template is well-formed"));
        Self::Live(Box::new(Live {
            board: Board::new(workflow),
            bars,
            head,
            rows: Vec::new(),
            start: Start::default(),
        }))
    }

    pub fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
    }

    /// Something happened.
    pub fn event(&mut self, event: &Event, io: &mut Io) {
        match self {
            Self::Quiet => {}
            Self::Events => {
                if let Ok(line) = serde_json::to_string(event) {
                    // A full disk shows when the envelope is written.
                    let _ = io.print(&(line + "\n"));
                }
            }
            Self::Lines(start) => {
                if let Some(line) = lines::log(start, event) {
                    io.note(&line);
                }
            }
            Self::Live(live) => {
                live.board.event(event);
                if let Some(line) = lines::lasting(&mut live.start, event, io.err_paint()) {
                    // Also when nothing is drawn: then indicatif prints nothing, and nobody misses it.
                    let _ = live.bars.println(line);
                }
            }
        }
    }

    /// Draws anew.
    pub fn frame(&mut self) {
        if let Self::Live(live) = self {
            live.draw();
        }
    }

    /// Tells people something between events.
    pub fn note(&mut self, text: &str, io: &mut Io) {
        match self {
            Self::Quiet | Self::Events => {}
            Self::Lines(_) => io.note(text),
            Self::Live(live) => drop(live.bars.println(Paint::bold(io.err_paint(), text))),
        }
    }

    /// Leaves the terminal as it was.
    pub fn end(&mut self) {
        if let Self::Live(live) = self {
            let _ = live.bars.clear();
        }
    }
}

impl Live {
    fn draw(&mut self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64;
        self.head.set_message(self.board.head(now));
        self.head.tick();
        let lines = self.board.rows(now);
        while self.rows.len() > lines.len() {
            if let Some(row) = self.rows.pop() {
                self.bars.remove(&row);
            }
        }
        while self.rows.len() < lines.len() {
            let row = self.bars.add(ProgressBar::new_spinner());
            let style = ProgressStyle::with_template("  {wide_msg}");
            row.set_style(style.expect("the template is well-formed"));
            self.rows.push(row);
        }
        for (row, line) in self.rows.iter().zip(lines) {
            row.set_message(line);
            row.tick();
        }
    }
}

/// `85 ms`, `1.2 s`, `2 min 5 s`.
pub(super) fn seconds(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        ms @ 0..1_000 => format!("{ms} ms"),
        ms @ 1_000..60_000 => format!("{:.1} s", ms as f64 / 1_000.0),
        ms => format!("{} min {} s", ms / 60_000, ms / 1_000 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_as_exact_as_people_want_it() {
        let say = |ms| seconds(Duration::from_millis(ms));
        assert_eq!([say(0), say(999), say(1_250), say(125_000)], ["0 ms", "999 ms", "1.2 s", "2 min 5 s"]);
    }
}
