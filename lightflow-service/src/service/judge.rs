//! What people say of artifacts.

use std::path::Path;

use super::recipe::content_of;
use super::{Service, ServiceError};
use crate::runs::{Artifact, Digest, NewVerdict, Run, Verdict};
use lightflow_runtime::registry::nearest;

impl Service {
    /// Writes down that an artifact of a run was picked, or turned down, together with what made it.
    ///
    /// The artifact is named as in the run's output folder, by the path of the file, or by the digest of its content.
    ///
    /// # Errors
    /// When the run has no such artifact, or the store cannot be written.
    pub fn judge(
        &self,
        run: &str,
        artifact: &str,
        picked: bool,
        note: Option<String>,
    ) -> Result<Verdict, ServiceError> {
        let store = self.store()?;
        let run = store.find(run)?;
        let artifact = self.artifact(&run, artifact)?;
        Ok(store.judge(&NewVerdict { run: run.id, artifact, picked, note })?)
    }

    /// An artifact of a run, by its name, the path of the file, or the digest of its content.
    ///
    /// # Errors
    /// When the run has none like it.
    pub fn artifact(&self, run: &Run, asked: &str) -> Result<Artifact, ServiceError> {
        let store = self.store()?;
        let artifacts = store.artifacts(run.id)?;
        let find = |is: &dyn Fn(&Artifact) -> bool| artifacts.iter().find(|artifact| is(artifact)).cloned();
        if let Some(named) = find(&|artifact| artifact.name == asked) {
            return Ok(named);
        }
        if let Ok(digest) = asked.parse::<Digest>()
            && let Some(found) = find(&|artifact| artifact.digest == digest)
        {
            return Ok(found);
        }
        if Path::new(asked).is_file() {
            let content = content_of(Path::new(asked))?;
            if let Some(found) = find(&|artifact| artifact.digest == content) {
                return Ok(found);
            }
        }
        let names: Vec<&str> = artifacts.iter().map(|artifact| artifact.name.as_str()).collect();
        let hint = match (nearest(asked, names.iter().copied()).first(), names.as_slice()) {
            (Some(near), _) => format!("write `{near}`"),
            (None, []) => "it made no files".into(),
            (None, names) if names.len() <= 8 => format!("name one of {}", quoted(names)),
            (None, _) => format!("run `runs get {}` to see what it made", run.id),
        };
        Err(ServiceError::refused(format!("the run `{}` made no file `{asked}`", run.id), hint))
    }
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
