//! What was measured, what was aimed at, and the table of both.

use crate::measure::Times;

/// One line of the table.
pub struct Row {
    pub case: String,
    pub ours: String,
    pub hand: String,
    pub tasks: String,
    pub ratio: String,
    pub aim: String,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Missed,
    /// Reported, and no reason to fail.
    Soft,
}

impl Verdict {
    pub fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }
}

impl Row {
    /// Nanoseconds a step of a workflow, of hand-written code, and of one task a step if that was timed.
    pub fn per_step(case: impl Into<String>, times: &Times, steps: usize, most: Option<f64>) -> Self {
        let each = |index: usize| times.seconds.get(index).map(|time| time / steps as f64 * 1e9);
        let text = |index| each(index).map_or_else(String::new, |time| format!("{time:.1} ns"));
        let ratio = times.ratios[0];
        Self {
            case: case.into(),
            ours: text(0),
            hand: text(1),
            tasks: text(2),
            ratio: format!("{ratio:.2}"),
            aim: most.map_or_else(String::new, |most| format!("≤ {most}")),
            verdict: most.map_or(Verdict::Soft, |most| Verdict::of(ratio <= most)),
        }
    }
}

/// Prints all rows; gives whether every aim was met.
pub fn print(rows: &[Row]) -> bool {
    let head = ["case", "workflow", "by hand", "task a step", "ratio", "aim", ""].map(str::to_owned);
    let mut cells = vec![head];
    cells.extend(rows.iter().map(|row| {
        let verdict = match row.verdict {
            Verdict::Met => "ok",
            Verdict::Missed => "MISSED",
            Verdict::Soft => "",
        };
        let Row { case, ours, hand, tasks, ratio, aim, .. } = row;
        [case, ours, hand, tasks, ratio, aim, &verdict.to_owned()].map(String::clone)
    }));
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    for row in &cells {
        let mut line = format!("{:<1$}", row[0], widths[0]);
        for column in 1..7 {
            line += &format!("  {:>1$}", row[column], widths[column]);
        }
        println!("{}", line.trim_end());
    }
    let missed: Vec<&str> =
        rows.iter().filter(|row| row.verdict == Verdict::Missed).map(|row| row.case.as_str()).collect();
    if !missed.is_empty() {
        println!("\nmissed: {}", missed.join(", "));
    }
    missed.is_empty()
}
