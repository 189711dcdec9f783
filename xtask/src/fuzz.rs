//! `cargo xtask fuzz [SECONDS] [TARGET ..]`: any bytes into each decoder of `lightflow-std`, and nothing but a value or an error out.
//!
//! The targets are those of `cargo fuzz` in `lightflow-std/fuzz`, and work with it. Here they are built by the stable compiler, with
//! the coverage that [libFuzzer](https://llvm.org/docs/LibFuzzer.html) follows and without sanitizers: the pack has no `unsafe`, so what
//! is looked for are panics, endless loops and memory without bound.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::cargo::done;
use crate::{Outcome, cargo, table};

const TARGET: &str = "x86_64-unknown-linux-gnu";
const COVERAGE: &str = "--cfg fuzzing -Cdebug-assertions -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                        -Cllvm-args=-sanitizer-coverage-trace-compares";
/// One input may take so long, in seconds, and so much memory, in MB.
const LIMITS: [&str; 2] = ["-timeout=60", "-rss_limit_mb=2048"];
const LARGEST: u64 = 1 << 16;

pub fn run(arguments: &[String]) -> Outcome {
    let (seconds, wanted) = match arguments.split_first().map(|(first, rest)| (first.parse::<u32>(), rest)) {
        Some((Ok(seconds), rest)) => (seconds, rest),
        _ => (60, arguments),
    };
    let folder = cargo::root().join("lightflow-std/fuzz");
    let mut targets = targets(&folder)?;
    if let Some(name) = wanted.iter().find(|name| !targets.contains(name)) {
        return Err(format!("there is no target `{name}`, but {}", targets.join(", ")));
    }
    targets.retain(|target| wanted.is_empty() || wanted.contains(target));
    let scratch = cargo::scratch("fuzz")?;
    let mut build = cargo::command(&folder);
    build.args(["build", "--quiet", "--release", "--target", TARGET]).env("RUSTFLAGS", COVERAGE);
    build.args(targets.iter().flat_map(|target| ["--bin", target.as_str()]));
    build.env("CARGO_TARGET_DIR", scratch.join("target"));
    let began = Instant::now();
    if !done(&mut build)? {
        return Err("the targets do not build".into());
    }
    let built = began.elapsed();
    let (left, rows) = (Mutex::new(targets.into_iter()), Mutex::new(Vec::new()));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(target) = left.lock().ok().and_then(|mut left| left.next()) else { return };
                    let row = fuzz(&scratch, &target, seconds);
                    if let Ok(mut rows) = rows.lock() {
                        rows.push((target, row));
                    }
                }
            });
        }
    });
    let mut rows = rows.into_inner().unwrap_or_default();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    let rows =
        rows.into_iter().map(|(target, row)| Ok((target, row?))).collect::<Result<Vec<_>, String>>()?;
    let cells = rows.iter().map(|(target, row)| {
        let verdict = if row.good { "ok" } else { "FOUND" };
        [target.clone(), row.inputs.to_string(), row.took.as_secs().to_string(), verdict.to_owned()]
    });
    table::print(["target", "inputs", "seconds", ""], &cells.collect::<Vec<_>>());
    println!("\nbuilt in {} s, {workers} at a time", built.as_secs());
    Ok(rows.iter().all(|(_, row)| row.good))
}

/// What came of a target.
struct Row {
    inputs: u64,
    took: Duration,
    /// Whether it took all of them well.
    good: bool,
}

fn targets(folder: &Path) -> Result<Vec<String>, String> {
    let files = fs::read_dir(folder.join("fuzz_targets")).map_err(|error| format!("no targets: {error}"))?;
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// Feeds a target; what it found is shown, and kept beside the corpus.
fn fuzz(scratch: &Path, target: &str, seconds: u32) -> Result<Row, String> {
    let corpus = scratch.join("corpus").join(target);
    fs::create_dir_all(&corpus).map_err(|error| format!("cannot make {}: {error}", corpus.display()))?;
    seed(&corpus, target);
    let began = Instant::now();
    let output = Command::new(scratch.join("target").join(TARGET).join("release").join(target))
        .args([format!("-max_total_time={seconds}"), format!("-max_len={LARGEST}")])
        .args(["-print_final_stats=1", "-verbosity=0"])
        .args(LIMITS)
        .arg(&corpus)
        .current_dir(scratch)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot start the target `{target}`: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let from = said.lines().count().saturating_sub(40);
        eprintln!("== {target}, in {}", scratch.display());
        said.lines().skip(from).for_each(|line| eprintln!("{line}"));
    }
    let units = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let inputs = units.and_then(|count| count.trim().parse().ok()).unwrap_or_default();
    Ok(Row { inputs, took: began.elapsed(), good: output.status.success() })
}

/// Real files to begin with, where there are small ones of the kind.
fn seed(corpus: &Path, target: &str) {
    let photos = std::env::var_os("LIGHTFLOW_TEST_DATA").map(|data| PathBuf::from(data).join("photos"));
    let (folder, kinds): (Option<PathBuf>, &[&str]) = match target {
        name if name.contains("image") => (photos, &["png", "jpg"]),
        name if name.contains("audio") => (Some("/usr/share/sounds/alsa".into()), &["wav"]),
        name if name.contains("json") => (Some(cargo::root().join("docs")), &["json"]),
        _ => (None, &[]),
    };
    let files = folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    for path in files.map(|file| file.path()) {
        let of_kind = path.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known));
        let small = fs::metadata(&path).is_ok_and(|data| data.len() <= LARGEST);
        if let Some(name) = path.file_name().filter(|_| of_kind && small) {
            // A target without it begins with nothing, which is as well.
            let _ = fs::copy(&path, corpus.join(name));
        }
    }
}
