//! What became of all points, in figures.

use std::time::Duration;

use crate::trial::Outcome;

/// At least so many runs that were killed before they ended, and so many of them inside of the store.
const POINTS: usize = 200;
const INSIDE: usize = 100;

/// Sums over all points.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Points at which a process was killed.
    points: usize,
    inside: usize,
    /// Points that came after the end of the run.
    late: usize,
    kills: usize,
    resumes: usize,
    done: usize,
    twice: usize,
    wrong: usize,
}

impl Figures {
    pub fn add(&mut self, outcome: &Outcome) {
        let was_killed = outcome.killed > 0;
        self.points += usize::from(was_killed);
        self.late += usize::from(!was_killed);
        self.inside += usize::from(outcome.inside);
        self.kills += outcome.killed;
        self.resumes += outcome.resumed;
        self.done += outcome.done;
        self.twice += outcome.twice.len();
        self.wrong += usize::from(!outcome.wrong.is_empty());
    }
}

/// Prints the figures; whether all aims are met.
pub fn print(figures: &Figures, took: Duration) -> bool {
    let Figures { points, inside, late, kills, resumes, done, twice, wrong } = figures;
    let met = *points >= POINTS && *inside >= INSIDE && *twice == 0 && *wrong == 0;
    let rows = [
        ("points at which the run was killed", points),
        ("  of them inside of what the store does with files", inside),
        ("points that came after its end", late),
        ("processes killed", kills),
        ("resumes", resumes),
        ("steps that were done when a process was killed", done),
        ("  of them run twice", twice),
        ("points with another result, a gap or damage", wrong),
    ];
    println!();
    for (name, figure) in rows {
        println!("{name:<54}{figure:>8}");
    }
    println!(
        "\n{:.0} s; aim: {POINTS} points, {INSIDE} of them inside, no step run twice, no other result: {}",
        took.as_secs_f64(),
        if met { "ok" } else { "MISSED" }
    );
    met
}
