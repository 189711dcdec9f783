//! Events as lines of text.

use std::time::Duration;

use super::io::Paint;
use super::watch::seconds;
use crate::{Event, EventKind};

/// A step that took longer gets a line when it is done.
const WORTH_A_LINE: Duration = Duration::from_millis(500);

/// When the run began, which the first event says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Start(Option<u64>);

impl Start {
    /// Seconds since then.
    fn stamp(&mut self, event: &Event) -> String {
        let start = *self.0.get_or_insert(event.time_ms);
        let ms = event.time_ms.saturating_sub(start);
        format!("{:>4}.{:02}s", ms / 1_000, ms % 1_000 / 10)
    }
}

/// The line of a log; none for what only moves, such as progress.
pub(super) fn log(start: &mut Start, event: &Event) -> Option<String> {
    let stamp = start.stamp(event);
    let text = match &event.kind {
        EventKind::RunStarted { workflow } => format!("run {workflow}"),
        EventKind::StepStarted { step, calls, attempt, .. } if *attempt > 1 => {
            format!("start {step} ({calls}), try {attempt}")
        }
        EventKind::StepStarted { step, calls, .. } => format!("start {step} ({calls})"),
        EventKind::StepCached { step, .. } => format!("known {step}"),
        EventKind::StepFinished { step, elapsed } if *elapsed >= WORTH_A_LINE => {
            format!("done {step} in {}", seconds(*elapsed))
        }
        EventKind::Progress { .. }
        | EventKind::Token { .. }
        | EventKind::Preview { .. }
        | EventKind::Used { .. }
        | EventKind::Streamed { .. }
        | EventKind::StepFinished { .. } => return None,
        EventKind::RunFinished { elapsed } => format!("done in {}", seconds(*elapsed)),
        EventKind::RunFailed { .. } => "failed".into(),
        EventKind::RunCancelled => "cancelled".into(),
        _ => message(event)?,
    };
    Some(format!("{stamp} {text}"))
}

/// The line that stays above live progress; none for what the progress shows itself.
pub(super) fn lasting(start: &mut Start, event: &Event, paint: Paint) -> Option<String> {
    let stamp = start.stamp(event);
    let text = message(event)?;
    Some(format!("{} {text}", paint.dim(&stamp)))
}

fn message(event: &Event) -> Option<String> {
    Some(match &event.kind {
        EventKind::Log { step, line } => format!("{step}: {line}"),
        EventKind::Artifact { step, path } => format!("{step} made {}", path.display()),
        EventKind::StepRetried { step, attempt, delay, error } => {
            let delay = seconds(*delay);
            format!("{step} failed at try {attempt}, next in {delay}: {error}")
        }
        EventKind::StepFailed { step, error } => format!("{step} failed: {error}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_log_tells_what_lasts_and_leaves_out_what_moves() {
        let step = || "shots[0]/mask".into();
        let kinds = [
            EventKind::RunStarted { workflow: "studio/demo" },
            EventKind::StepStarted { step: step(), calls: "studio/matte", attempt: 1, items: None },
            EventKind::Progress { step: step(), fraction: 0.5, message: "half".into() },
            EventKind::Log { step: step(), line: "7 seeds".into() },
            EventKind::StepRetried {
                step: step(),
                attempt: 1,
                delay: Duration::from_millis(200),
                error: "busy".into(),
            },
            EventKind::StepStarted { step: step(), calls: "studio/matte", attempt: 2, items: None },
            EventKind::Artifact { step: step(), path: "out/mask.png".into() },
            EventKind::StepFinished { step: step(), elapsed: Duration::from_millis(2_300) },
            EventKind::StepFinished { step: "b".into(), elapsed: Duration::from_millis(3) },
            EventKind::RunFinished { elapsed: Duration::from_millis(2_310) },
        ];
        let mut start = Start::default();
        let lines = kinds
            .into_iter()
            .zip(0..)
            .filter_map(|(kind, seq)| {
                let time_ms = 1_000_000 + seq * 270;
                log(&mut start, &Event { seq, time_ms, kind })
            })
            .fold(String::from("log\n"), |log, line| log + &line + "\n");
        expect![[r#"
            log
               0.00s run studio/demo
               0.27s start shots[0]/mask (studio/matte)
               0.81s shots[0]/mask: 7 seeds
               1.08s shots[0]/mask failed at try 1, next in 200 ms: busy
               1.35s start shots[0]/mask (studio/matte), try 2
               1.62s shots[0]/mask made out/mask.png
               1.89s done shots[0]/mask in 2.3 s
               2.43s done in 2.3 s
        "#]]
        .assert_eq(&lines);
    }
}
