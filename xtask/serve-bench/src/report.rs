//! The figures as a table.

use crate::load::{Contender, Figures};
use crate::table;

/// One line of the table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub case: String,
    pub rate: String,
    pub p50: String,
    pub p99: String,
    pub ratio: String,
    /// MiB of the server, now and at most.
    pub memory: String,
}

impl Row {
    /// A contender, compared with the first one.
    pub fn of(contender: &Contender, figures: &Figures, first: &str, memory: &str) -> Self {
        let Contender { name, connections, .. } = contender;
        let many = if *connections == 1 { "1 connection" } else { "16 connections" };
        Self {
            case: format!("{name}, {many}"),
            rate: format!("{:.0}/s", figures.rate),
            p50: time(figures.p50),
            p99: time(figures.p99),
            ratio: if *name == first { String::new() } else { format!("{:.2}", figures.ratio) },
            memory: memory.to_owned(),
        }
    }
}

fn time(seconds: f64) -> String {
    if seconds < 0.001 { format!("{:.0} µs", seconds * 1e6) } else { format!("{:.1} ms", seconds * 1e3) }
}

pub fn print(rows: &[Row]) {
    let cells: Vec<[String; 6]> = rows
        .iter()
        .map(|row| [&row.case, &row.rate, &row.p50, &row.p99, &row.ratio, &row.memory].map(String::clone))
        .collect();
    table::print(["case", "rate", "p50", "p99", "to the first", "memory / peak"], &cells);
}
