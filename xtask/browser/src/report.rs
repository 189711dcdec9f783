//! What was seen, one line for each thing.

use std::time::Instant;

const FAILED: &str = "FAILED";

pub struct Report {
    checks: Vec<(&'static str, String, String)>,
    began: Instant,
}

impl Default for Report {
    fn default() -> Self {
        Report { checks: Vec::new(), began: Instant::now() }
    }
}

impl Report {
    /// Notes whether something was so; `seen` is printed too.
    pub fn check(&mut self, what: &str, met: bool, seen: &str) {
        let word = if met { "ok" } else { FAILED };
        self.checks.push((word, what.into(), seen.trim().into()));
    }

    /// Notes that something was not looked at.
    pub fn skip(&mut self, what: &str, why: &str) {
        self.checks.push(("skipped", what.into(), why.into()));
    }

    /// Prints a line for each check, and whether all were met.
    pub fn print(&self) -> bool {
        for (word, what, seen) in &self.checks {
            let seen = if seen.is_empty() { String::new() } else { format!(": {seen}") };
            println!("{word:<9}{what}{seen}");
        }
        let failed = self.checks.iter().filter(|(word, ..)| *word == FAILED).count();
        let seconds = self.began.elapsed().as_secs_f64();
        println!("{} checks, {failed} failed, {seconds:.1} s", self.checks.len());
        failed == 0
    }
}
