//! What the store should know.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use lightflow_store::{Digest, FaultyFiles, RunId};

/// What was acknowledged. What was refused is not in it, and must have changed nothing.
#[derive(Debug, Default)]
pub struct Model {
    /// The bytes of every content that was ever handed over, refused or not.
    pub bytes: BTreeMap<Digest, Vec<u8>>,
    /// Contents that were acknowledged.
    pub contents: HashSet<Digest>,
    /// The outputs of actions.
    pub actions: BTreeMap<u8, Digest>,
    pub runs: BTreeMap<RunId, Run>,
}

#[derive(Debug, Default)]
pub struct Run {
    pub steps: BTreeMap<String, Digest>,
    /// The texts of its events.
    pub events: Vec<u64>,
    pub outputs: Option<u64>,
}

impl Model {
    /// After pruning: contents that no action and no step needs may be gone.
    pub fn prune(&mut self) {
        let steps = self.runs.values().flat_map(|run| run.steps.values());
        let needed: HashSet<Digest> = steps.chain(self.actions.values()).copied().collect();
        self.contents.retain(|digest| needed.contains(digest));
    }
}

/// Where a larger content lies.
pub fn blob(root: &Path, digest: Digest) -> PathBuf {
    let name = digest.to_string();
    root.join("blobs").join(&name[..2]).join(&name[2..])
}

/// Whether a content was damaged without a word; its file may have been set aside since.
pub fn is_damaged(files: &FaultyFiles, root: &Path, digest: Digest) -> bool {
    let (blob, name) = (blob(root, digest), digest.to_string());
    let is_of_it = |path: &Path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        path == blob || file.starts_with(&name)
    };
    files.injected().iter().any(|injected| injected.fault.is_silent() && is_of_it(&injected.path))
}
