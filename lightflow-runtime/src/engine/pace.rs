//! How long a run may go on before others get their turn.

use std::time::{Duration, Instant};

/// After this many steps in a row, the driver looks at the clock and at the run's cancellation.
const BREATH: u32 = 128;
/// After this time in a row, it lets other tasks of the thread run.
const SLICE: Duration = Duration::from_micros(500);

/// Counts steps, so that the clock is looked at seldom.
#[derive(Debug)]
pub(crate) struct Pace {
    breath: u32,
    since: Option<Instant>,
}

impl Pace {
    pub fn new() -> Self {
        Self { breath: BREATH, since: None }
    }

    /// One step more; true when it is time to look up.
    #[inline]
    pub fn step(&mut self) -> bool {
        self.steps(1)
    }

    /// Some steps more; true when it is time to look up.
    #[inline]
    pub fn steps(&mut self, count: u32) -> bool {
        self.breath = self.breath.saturating_sub(count);
        self.breath == 0
    }

    /// How many steps are left until then, at least one.
    pub fn left(&self) -> u32 {
        self.breath.max(1)
    }

    /// A step took so long that its time counts: look up after it.
    pub fn look_up_next(&mut self) {
        self.breath = 1;
    }

    /// Whether the slice of time is used up; begins the next breath.
    pub fn is_over(&mut self) -> bool {
        self.breath = BREATH;
        self.since.get_or_insert_with(Instant::now).elapsed() > SLICE
    }
}
