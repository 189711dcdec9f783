//! A run with a recorder computes what changed, and nothing else.

mod changes;
mod files;
mod steps;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use lightflow::record::{Kept, Recorder, StepKey};
use lightflow::{Digest, Engine, EventKind, Workflow};

/// Keeps everything in memory.
#[derive(Debug, Default)]
struct Memory {
    run: String,
    kept: Mutex<HashMap<Digest, Kept>>,
    keys: Mutex<Vec<StepKey>>,
}

impl Recorder for Memory {
    fn run_id(&self) -> &str {
        &self.run
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        self.keys.lock().unwrap().push(key.clone());
        self.kept.lock().unwrap().get(&key.digest).cloned()
    }

    fn keep(&self, key: &StepKey, kept: Kept) {
        self.kept.lock().unwrap().insert(key.digest, kept);
    }
}

impl Memory {
    fn new() -> Arc<Self> {
        Arc::new(Self { run: "run-1".into(), ..Self::default() })
    }

    /// The same content for another run.
    fn next(&self, run: &str) -> Arc<Self> {
        let kept = Mutex::new(self.kept.lock().unwrap().clone());
        Arc::new(Self { run: run.into(), kept, keys: Mutex::default() })
    }
}

/// Runs, and says which steps were run and which were known.
async fn run<W: Workflow>(memory: &Arc<Memory>, inputs: W) -> (W::Output, Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    run_in(memory, inputs, folder.path()).await
}

async fn run_in<W: Workflow>(
    memory: &Arc<Memory>,
    inputs: W,
    folder: &Path,
) -> (W::Output, Vec<String>, Vec<String>) {
    let engine = Engine::builder().output_folder(folder).build();
    let mut run = engine.submit(inputs).recorded(memory.clone());
    let mut events = run.events();
    let output = run.await.unwrap();
    let (mut ran, mut known) = (Vec::new(), Vec::new());
    while let Some(event) = events.next().await {
        match event.kind {
            EventKind::StepCached { step, .. } => known.push(step.to_string()),
            EventKind::StepFinished { step, .. } => ran.push(step.to_string()),
            _ => {}
        }
    }
    ran.retain(|step| !known.contains(step));
    ran.sort();
    known.sort();
    (output, ran, known)
}
