//! `cargo xtask dataset-bench [ROUNDS [PHOTOS]]`: the workflow `dataset` on 1,000 photos beside the same work by hand with rayon, in release.
//!
//! Photos are made of those in `LIGHTFLOW_TEST_DATA`, once. Each run is a process of its own and has both cores; contenders take turns, and
//! the ratio is the median of those within one round.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use crate::{Outcome, cargo, table};

const PHOTOS: usize = 1_000;
const ROUNDS: usize = 3;
/// MB at most.
const MOST_MEMORY: f64 = 500.0;
/// Share of the cores' time that is used.
const LEAST_BUSY: f64 = 0.9;
/// Time of the workflow to that of the same by hand.
const MOST_RATIO: f64 = 1.1;

/// Who makes the dataset.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contender {
    /// The workflow as everybody runs it: steps are kept in a store, which is new.
    Workflow,
    ByHand,
}

const CONTENDERS: [(Contender, &str); 2] =
    [(Contender::Workflow, "studio run dataset"), (Contender::ByHand, "by hand, with rayon")];

/// What a process took.
#[derive(Clone, Copy)]
struct Figures {
    seconds: f64,
    /// Seconds of all its threads.
    processor: f64,
    /// MB at most.
    memory: f64,
    /// Share of the cores' time in which nobody did anything.
    idle: f64,
}

struct Bench {
    studio: PathBuf,
    by_hand: PathBuf,
    scratch: PathBuf,
    photos: PathBuf,
    count: usize,
    cores: f64,
}

pub fn run(arguments: &[String]) -> Outcome {
    let number = |at: usize, otherwise: usize| match arguments.get(at) {
        None => Ok(otherwise),
        Some(word) => word.parse().map_err(|_| format!("`{word}` is no number")),
    };
    let (rounds, photos) = (number(0, ROUNDS)?, number(1, PHOTOS)?);
    let bench = Bench::new(photos)?;
    bench.make_photos()?;
    let (mut all, mut known) = (Vec::new(), Vec::new());
    for round in 0..rounds.max(1) {
        // Who begins takes turns too.
        let mut turns = CONTENDERS;
        turns.rotate_left(round % CONTENDERS.len());
        let mut figures = Vec::new();
        for (contender, name) in turns {
            let measured = bench.measure(contender, true)?;
            println!("round {}, {name}: {measured}", round + 1);
            if contender == Contender::Workflow {
                known.push(bench.measure(contender, false)?);
            }
            figures.push(measured);
        }
        figures.rotate_right(round % CONTENDERS.len());
        bench.compare()?;
        all.push([figures[0], figures[1]]);
    }
    Ok(report(&bench, &all, &known))
}

impl Bench {
    fn new(count: usize) -> Result<Self, String> {
        let mut build = cargo::command(&cargo::root());
        build.args([
            "build",
            "--release",
            "--quiet",
            "--package",
            "studio",
            "--package",
            "lightflow-dataset-bench",
        ]);
        if !cargo::done(&mut build)? {
            return Err("what is measured does not build".into());
        }
        let (scratch, built) = (cargo::scratch("dataset")?, cargo::target()?.join("release"));
        Ok(Self {
            studio: built.join("studio"),
            by_hand: built.join("lightflow-dataset-bench"),
            photos: scratch.join(format!("photos-{count}")),
            scratch,
            count,
            cores: thread::available_parallelism().map_or(1, usize::from) as f64,
        })
    }

    /// Makes the photos, unless an earlier call did.
    fn make_photos(&self) -> Result<(), String> {
        let made = fs::read_dir(&self.photos).map_or(0, Iterator::count);
        if made == self.count {
            return Ok(());
        }
        if env::var_os("LIGHTFLOW_TEST_DATA").is_none() {
            return Err(
                "LIGHTFLOW_TEST_DATA names no folder: photos are made of those in its folder `photos`".into(),
            );
        }
        println!("making {} photos ..", self.count);
        // Whole or not there: a call that is stopped leaves none that are too few.
        let part = self.scratch.join("photos.part");
        remove(&part)?;
        remove(&self.photos)?;
        if !cargo::done(Command::new(&self.by_hand).arg("make").arg(&part).arg(self.count.to_string()))? {
            return Err("no photos were made".into());
        }
        fs::rename(&part, &self.photos).map_err(|error| error.to_string())
    }

    fn folder(&self, contender: Contender) -> PathBuf {
        self.scratch.join(if contender == Contender::ByHand { "by-hand" } else { "workflow" })
    }

    /// Lets a contender make the dataset; `anew` begins with nothing.
    fn measure(&self, contender: Contender, anew: bool) -> Result<Figures, String> {
        let (out, store) = (self.folder(contender), self.scratch.join("store"));
        if anew {
            remove(&out)?;
            remove(&store)?;
        }
        let mut command = match contender {
            Contender::ByHand => {
                let mut command = Command::new(&self.by_hand);
                command.arg("run").arg(&self.photos).arg(&out).env("TMPDIR", &self.scratch);
                command
            }
            Contender::Workflow => {
                let mut command = Command::new(&self.studio);
                command.args(["run", "dataset", "--json", "--folder"]).arg(&self.photos);
                command.arg("--out").arg(&out).arg("--store").arg(&store);
                command
            }
        };
        let (began, idle) = (Instant::now(), idle_seconds()?);
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let (processor, memory) = watch(child)?;
        let seconds = began.elapsed().as_secs_f64();
        let idle = (idle_seconds()? - idle) / (seconds * self.cores);
        Ok(Figures { seconds, processor, memory, idle })
    }

    /// All give the same lines, and a picture for each.
    fn compare(&self) -> Result<(), String> {
        let lines = |contender| {
            let path = self.folder(contender).join("dataset.jsonl");
            fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
        };
        let wanted = lines(Contender::ByHand)?;
        for (contender, name) in CONTENDERS {
            if lines(contender)? != wanted {
                return Err(format!("`{name}` gives other lines than by hand"));
            }
            let pictures = fs::read_dir(self.folder(contender).join("images")).map_or(0, Iterator::count);
            if pictures != wanted.lines().count() {
                return Err(format!(
                    "`{name}` saved {pictures} pictures for {} lines",
                    wanted.lines().count()
                ));
            }
        }
        println!("the same {} lines of {} photos from both", wanted.lines().count(), self.count);
        Ok(())
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { seconds, processor, memory, idle } = self;
        write!(
            f,
            "{seconds:.1} s, {processor:.1} s of processors, {memory:.0} MB, {:.1} % idle",
            idle * 100.0
        )
    }
}

/// Waits for the end of a process: the seconds of processors that it used, and the MB that it had at most.
fn watch(mut child: Child) -> Result<(f64, f64), String> {
    let place = PathBuf::from(format!("/proc/{}", child.id()));
    let mut memory = 0.0;
    let processor = loop {
        // The peak is gone with the process, and its times are there until it is waited for.
        let status = read(&place.join("status"))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        memory = peak.and_then(|peak| peak.parse().ok()).map_or(memory, |kib: f64| kib * 1024.0 / 1e6);
        // From the state on, after the name, which may hold anything: proc_pid_stat(5).
        let stat = read(&place.join("stat"))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        if fields.first() == Some(&"Z") {
            break ticks(&fields[11..13]);
        }
        thread::sleep(Duration::from_millis(20));
    };
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok((processor, memory)) } else { Err(format!("a run failed: {status}")) }
}

/// Seconds in which a core of this machine had nothing to do since it was started: proc_stat(5).
fn idle_seconds() -> Result<f64, String> {
    let stat = read(Path::new("/proc/stat"))?;
    let fields: Vec<&str> = stat.lines().next().unwrap_or_default().split_whitespace().collect();
    // Idle, and idle while something waits for a disk.
    Ok(ticks(fields.get(4..6).unwrap_or_default()))
}

/// Seconds; Linux counts hundredths for programs.
fn ticks(fields: &[&str]) -> f64 {
    fields.iter().filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn report(bench: &Bench, all: &[[Figures; 2]], known: &[Figures]) -> bool {
    let of = |index: usize, figure: &dyn Fn(&Figures) -> f64| {
        median(all.iter().map(|round| figure(&round[index])).collect())
    };
    let most = |figures: &mut dyn Iterator<Item = &Figures>| {
        figures.map(|figures| figures.memory).fold(0.0, f64::max)
    };
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let busy = |figures: &Figures| figures.processor / figures.seconds / bench.cores;
    let cells = |index: usize| {
        [
            format!("{:.1} s", of(index, &|figures| figures.seconds)),
            format!("{:.1} s", of(index, &|figures| figures.processor)),
            percent(of(index, &busy)),
            percent(of(index, &|figures| figures.idle)),
            format!("{:.0} MB", most(&mut all.iter().map(|round| &round[index]))),
        ]
    };
    let mut rows: Vec<[String; 6]> = Vec::new();
    for (index, (_, name)) in CONTENDERS.iter().enumerate() {
        let [time, processors, cores, idle, memory] = cells(index);
        rows.push([(*name).to_owned(), time, processors, cores, idle, memory]);
    }
    let again = median(known.iter().map(|figures| figures.seconds).collect());
    let memory = most(&mut known.iter());
    let none = String::new;
    let (time, peak) = (format!("{again:.1} s"), format!("{memory:.0} MB"));
    rows.push(["once more, all known".into(), time, none(), none(), none(), peak]);
    table::print(
        [&format!("{} photos", bench.count), "time", "processors", "both cores", "idle", "peak"],
        &rows,
    );

    let ratio = median(all.iter().map(|[workflow, by_hand]| workflow.seconds / by_hand.seconds).collect());
    let work = median(all.iter().map(|[workflow, by_hand]| workflow.processor / by_hand.processor).collect());
    let (cores, memory) = (of(0, &busy), most(&mut all.iter().map(|[workflow, _]| workflow)));
    let aims = [
        ("time to that by hand", format!("{ratio:.2}"), format!("≤ {MOST_RATIO:.2}"), ratio <= MOST_RATIO),
        ("cores", percent(cores), format!("> {:.0} %", LEAST_BUSY * 100.0), cores > LEAST_BUSY),
        ("peak", format!("{memory:.0} MB"), format!("< {MOST_MEMORY:.0} MB"), memory < MOST_MEMORY),
    ];
    let mut rows: Vec<[String; 4]> = aims
        .iter()
        .map(|(name, is, aim, met)| [(*name).into(), is.clone(), aim.clone(), table::verdict(*met)])
        .collect();
    rows.push(["time of processors to that by hand".into(), format!("{work:.2}"), none(), none()]);
    table::print(["the workflow", "", "aim", ""], &rows);
    aims.iter().all(|(.., met)| *met)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
