//! The process that runs the workflow: it begins a run, or goes on with the one that is there.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lightflow::runs::{Place, Reuse, RunFilter, Runs, Store};
use lightflow::{Engine, Workflow};
use serde_json::{Value, json};

use crate::album::{STARTS, album};
use crate::killing::KillingFiles;

/// The folders and files of one trial.
#[derive(Clone, Debug)]
pub struct Folders(pub PathBuf);

impl Folders {
    pub fn store(&self) -> PathBuf {
        self.0.join("store")
    }

    /// Where the files of the run go.
    pub fn output(&self) -> PathBuf {
        self.0.join("out")
    }

    /// Which steps were started by which process.
    pub fn starts(&self) -> PathBuf {
        self.0.join("starts")
    }
}

fn inputs() -> album {
    album { title: "harbour".into(), seed: 7, count: 6 }
}

/// `child FOLDER [MOMENT-NUMBER]`: prints a line for each event, and at the end how many operations there were.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let folders = Folders(arguments.first().ok_or("the folder of the trial is not given")?.into());
    let kill = arguments.get(1).map(|text| text.parse()).transpose()?;
    let files = Arc::new(KillingFiles::new(kill));
    STARTS.set(folders.starts()).map_err(|_| "one run a process")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let store =
        Store::options().files(files.clone()).open(folders.store()).map_err(|error| error.to_string())?;
    runtime.block_on(drive(store, &folders.output()))?;
    say(&format!("operations {}", files.count()));
    Ok(())
}

async fn drive(store: Store, output: &Path) -> Result<(), String> {
    let say_error = |error: lightflow::runs::StoreError| error.to_string();
    let known = store.list(&RunFilter::default()).map_err(say_error)?;
    let runs = Runs::of(store);
    let workflow = <album as Workflow>::SPEC;
    let recording = match known.first() {
        Some(run) => runs.resume(run.id, workflow, Reuse::default()),
        None => {
            let inputs = json!({ "title": "harbour", "seed": 7, "count": 6 });
            let place = Place { folder: None, output_folder: Some(output.to_owned()) };
            runs.begin(workflow, inputs.as_object().expect("an object"), place, Reuse::default())
        }
    };
    let mut recording = recording.map_err(say_error)?;
    let engine = Engine::builder().worker_threads(2).output_folder(output).build();
    let mut run = engine.submit(inputs()).recorded(recording.recorder());
    let mut events = run.events();
    let handle = run.spawn();
    while let Some(event) = events.next().await {
        recording.event(&event);
        say("event");
    }
    let result = handle.await.map_err(|error| error.to_string())?;
    if let Some(trouble) = recording.trouble() {
        return Err(format!("not all was kept: {trouble}"));
    }
    let (index, number, genuine) = result;
    let outputs: Value = json!([index, number, genuine]);
    recording.end(Ok(Some(&outputs))).map_err(say_error)
}

/// Whoever started this process may have gone: that is no reason to fail.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
