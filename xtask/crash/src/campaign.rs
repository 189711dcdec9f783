//! All points, some at a time.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::check::Reference;
use crate::child::Folders;
use crate::plan::{Extent, Kill, Point, points};
use crate::report::{self, Figures};
use crate::trial;

/// More than there are cores: most of a trial waits for the disk, and for the time between two tries.
const AT_ONCE: usize = 4;

/// Kills at all points; `seed` decides where those from outside lie.
pub fn run(scratch: &Path, seed: Option<&str>) -> Result<bool, String> {
    let seed = seed.map_or(Ok(1), |seed| seed.parse().map_err(|_| "the seed is no number"))?;
    let _ = fs::remove_dir_all(scratch);
    let began = Instant::now();
    let (reference, extent) = undisturbed(scratch)?;
    let points = points(extent, &mut fastrand::Rng::with_seed(seed));
    println!(
        "seed {seed}: {} steps, {} events, {} operations of the store with files, {} points",
        reference.steps.len(),
        extent.events,
        extent.operations,
        points.len()
    );
    let figures = Mutex::new(Figures::default());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = trial::run(scratch, *point, &reference);
                    complain(point, &outcome);
                    figures.lock().unwrap_or_else(PoisonError::into_inner).add(&outcome);
                }
            });
        }
    });
    let figures = figures.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(report::print(&figures, began.elapsed()))
}

/// Runs to the end twice: both have to give the same, or there is nothing to compare with.
fn undisturbed(scratch: &Path) -> Result<(Reference, Extent), String> {
    let mut runs = Vec::new();
    for name in ["undisturbed-1", "undisturbed-2"] {
        let folders = Folders(scratch.join(name));
        fs::create_dir_all(&folders.0).map_err(|error| error.to_string())?;
        let began = Instant::now();
        let ended = trial::process(&folders, Kill::Never)?;
        let operations = ended.operations.ok_or("an undisturbed run does not say what it did")?;
        let extent = Extent { operations, events: ended.events, time: began.elapsed() };
        runs.push((Reference::of(&folders)?, extent));
    }
    if runs[0].0 != runs[1].0 {
        return Err("two undisturbed runs do not give the same".into());
    }
    Ok(runs.swap_remove(1))
}

fn complain(point: &Point, outcome: &trial::Outcome) {
    for step in &outcome.twice {
        println!("{point:?}: {step} was done and ran again");
    }
    for wrong in &outcome.wrong {
        println!("{point:?}: {wrong}");
    }
}
