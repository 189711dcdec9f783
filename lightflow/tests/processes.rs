//! Several processes run overlapping workflows on one store at once: this program starts itself.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use bytes::Bytes;
use lightflow::Workflow;
use lightflow::prelude::*;
use lightflow::runs::{Place, Reuse, RunFilter, RunStatus, Runs};
use serde_json::json;

const ROOT: &str = "LIGHTFLOW_TEST_ROOT";
const FIRST: &str = "LIGHTFLOW_TEST_FIRST";
const COUNT: u64 = 12;

/// Where nodes write down that they start.
static STARTS: OnceLock<PathBuf> = OnceLock::new();

/// Too large for the database.
fn plate(number: u64) -> Vec<u8> {
    number.to_le_bytes().repeat(1_000)
}

#[node]
fn numbers(first: u64, count: u64) -> Vec<u64> {
    (first..first + count).collect()
}

#[node]
fn expose(number: u64) -> Bytes {
    let mut file = File::options().append(true).create(true).open(STARTS.get().unwrap()).unwrap();
    file.write_all(format!("{number}\n").as_bytes()).unwrap();
    plate(number).into()
}

#[node]
async fn develop(plate: Bytes, number: u64, ctx: &Ctx) -> Result<u64, std::io::Error> {
    let path = ctx.output_path(format!("{number}.bin")).map_err(std::io::Error::other)?;
    fs::write(&path, &plate)?;
    ctx.artifact(path);
    Ok(plate.iter().map(|byte| u64::from(*byte)).sum())
}

#[composition]
fn photo(number: u64) -> u64 {
    let plate = expose(number);
    develop(plate, number)
}

#[workflow]
fn series(first: u64, count: u64) -> Vec<u64> {
    for number in numbers(first, count) {
        photo(number)
    }
}

/// Runs the series that begins here.
fn run(root: &Path, first: u64) {
    STARTS.get_or_init(|| root.join("starts"));
    let out = root.join(format!("out-{first}-{}", std::process::id()));
    let runs = Runs::open(root.join("store")).unwrap();
    let inputs = json!({ "first": first, "count": COUNT });
    let spec = <series as Workflow>::SPEC;
    let begun = runs.begin(spec, inputs.as_object().unwrap(), Place::default(), Reuse::default());
    let mut recording = begun.unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let result = runtime.block_on(async {
        let engine = Engine::builder().output_folder(&out).build();
        let mut run = engine.submit(series { first, count: COUNT }).recorded(recording.recorder());
        let mut events = run.events();
        let handle = run.spawn();
        while let Some(event) = events.next().await {
            recording.event(&event);
        }
        handle.await.unwrap()
    });
    let expected: Vec<u64> = (first..first + COUNT)
        .map(|number| plate(number).iter().map(|byte| u64::from(*byte)).sum())
        .collect();
    assert_eq!(result, expected);
    for number in first..first + COUNT {
        assert_eq!(
            fs::read(out.join(format!("{number}.bin"))).unwrap(),
            plate(number),
            "computed or put back"
        );
    }
    assert_eq!(recording.trouble(), None);
    recording.end(Ok(Some(&json!(result)))).unwrap();
}

/// What a started process does. Started as a test, it does nothing.
#[test]
fn worker() {
    let (Ok(root), Ok(first)) = (std::env::var(ROOT), std::env::var(FIRST)) else { return };
    writeln!(std::io::stdout(), "\nready").unwrap();
    // All begin when all are there.
    std::io::stdin().lines().next().unwrap().unwrap();
    let first: u64 = first.parse().unwrap();
    for first in [first, 0, first + 4] {
        run(Path::new(&root), first);
    }
}

fn start(root: &Path, first: u64) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "worker", "--nocapture"]).env(ROOT, root).env(FIRST, first.to_string());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "ready"));
    child
}

#[test]
fn processes_that_share_a_store_share_their_steps() {
    let folder = tempfile::tempdir().unwrap();
    let mut workers: Vec<Child> = (0..4).map(|worker| start(folder.path(), worker * 3)).collect();
    for worker in &mut workers {
        writeln!(worker.stdin.take().unwrap(), "go").unwrap();
    }
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    let runs = Runs::open(folder.path().join("store")).unwrap();
    let store = runs.store();
    let all = store.list(&RunFilter::default()).unwrap();
    assert_eq!(all.len(), 12);
    let mut outputs = HashMap::new();
    for run in all {
        assert_eq!(run.status, RunStatus::Finished);
        let steps = store.steps(run.id).unwrap();
        assert_eq!(steps.len(), 1 + 2 * COUNT as usize, "the list, and two nodes for each number");
        for step in steps {
            let output = step.output.unwrap();
            assert_eq!(*outputs.entry(step.key.unwrap()).or_insert(output), output, "one key, one output");
        }
    }
    assert_eq!(store.verify().unwrap().findings, []);

    // Four processes that want a number at the same time may all compute it, but nobody who comes later does.
    let starts = || fs::read_to_string(folder.path().join("starts")).unwrap();
    let computed = starts();
    let mut times: BTreeMap<u64, usize> = BTreeMap::new();
    computed.lines().for_each(|line| *times.entry(line.parse().unwrap()).or_default() += 1);
    assert_eq!(times.keys().copied().collect::<Vec<_>>(), (0..13 + COUNT).collect::<Vec<_>>());
    assert!(times.values().all(|times| *times <= 4), "once a process at most: {times:?}");
    run(folder.path(), 5);
    assert_eq!(starts(), computed, "all of it was known");
}
