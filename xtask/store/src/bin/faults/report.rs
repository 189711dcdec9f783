//! What happened, as figures.

use std::collections::BTreeMap;

use lightflow_store::{Fault, Injected};

#[derive(Debug, Default)]
pub struct Report {
    pub histories: u64,
    /// How often each fault happened.
    pub by_kind: BTreeMap<Fault, u64>,
    /// The database found its disk full.
    pub database_full: u64,
    /// Reads that were compared with the model.
    pub reads: u64,
    /// Those that gave an error.
    pub reported: u64,
    /// Those that gave nothing, for a content that had been damaged silently.
    pub absent: u64,
    /// Writes that gave an error.
    pub refused: u64,
    /// What must never happen.
    pub broken: Vec<String>,
}

impl Report {
    pub fn faults(&self) -> u64 {
        self.by_kind.values().sum::<u64>() + self.database_full
    }

    pub fn count(&mut self, injected: &[Injected]) {
        for injected in injected {
            *self.by_kind.entry(injected.fault).or_default() += 1;
        }
    }

    /// Prints the figures last; gives whether nothing broke.
    pub fn print(&self) -> bool {
        for broken in self.broken.iter().take(20) {
            println!("BROKEN  {broken}");
        }
        println!();
        for kind in Fault::ALL {
            println!(
                "{:<28}{:>9}",
                format!("{kind:?}"),
                self.by_kind.get(&kind).copied().unwrap_or_default()
            );
        }
        for (name, count) in [
            ("DatabaseFull", self.database_full),
            ("faults", self.faults()),
            ("histories", self.histories),
            ("writes refused", self.refused),
            ("reads compared", self.reads),
            ("… that gave an error", self.reported),
            ("… absent after silent damage", self.absent),
            ("wrong or lost", self.broken.len() as u64),
        ] {
            println!("{name:<28}{count:>9}");
        }
        self.broken.is_empty()
    }
}
