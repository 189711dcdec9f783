//! What is kept of a step: its output, and the files that it made.

use std::io;
use std::path::{Component, Path, PathBuf};

use bytes::Bytes;

/// The output of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The written form of the value.
    pub output: Bytes,
    /// Files in the run's output folder.
    pub artifacts: Vec<ArtifactFile>,
    /// The output folder, if the value means something in it alone: in a run with another one, it would be wrong.
    pub folder: Option<PathBuf>,
}

impl Kept {
    /// A value, the files that came with it, and the output folder of the run.
    ///
    /// `named` are the paths into the folder that the value names, `inside` those that the step was given.
    pub(super) fn new(
        output: Bytes,
        artifacts: Vec<ArtifactFile>,
        folder: &Path,
        named: &[PathBuf],
        inside: &[PathBuf],
    ) -> Self {
        // What a path leads to comes with the value, or with one that it was made of; else it is in this folder only.
        let comes_along = |path: &PathBuf| {
            artifacts.iter().any(|file| file.name.starts_with(path))
                || inside.iter().any(|given| path.starts_with(given) || given.starts_with(path))
        };
        let touches = !artifacts.is_empty() || !inside.is_empty() || !named.is_empty();
        // The folder may stand in a text too. Only who touches it is looked through: outputs may be large.
        let is_bound = touches
            && (!named.iter().all(comes_along) || has(&output, folder.as_os_str().as_encoded_bytes()));
        let folder = is_bound.then(|| folder.to_owned());
        Self { output, artifacts, folder }
    }
}

fn has(bytes: &[u8], name: &[u8]) -> bool {
    !name.is_empty() && bytes.windows(name.len()).any(|part| part == name)
}

/// A file that a step made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArtifactFile {
    /// Where it is in the output folder.
    pub name: PathBuf,
    /// What is in it.
    pub content: Bytes,
}

impl ArtifactFile {
    /// Reads a file of the output folder; `None` for one that lies elsewhere.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(folder: &Path, path: &Path) -> io::Result<Option<Self>> {
        match path.strip_prefix(folder) {
            Ok(name) if is_inside(name) => {
                Ok(Some(Self { name: name.into(), content: std::fs::read(path)?.into() }))
            }
            _ => Ok(None),
        }
    }

    /// Writes it where it is not there already, and gives its path.
    ///
    /// # Errors
    /// When the folder is not writable, or the name leads out of it.
    pub(super) fn restore(&self, folder: &Path) -> io::Result<PathBuf> {
        if !is_inside(&self.name) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the name leads out of the output folder",
            ));
        }
        let path = folder.join(&self.name);
        let there = path.metadata().is_ok_and(|about| about.len() == self.content.len() as u64)
            && std::fs::read(&path).is_ok_and(|content| content == self.content);
        if !there {
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            // Whoever looks sees the whole file or none.
            let part = path.with_extension(format!("part-{:x}", fastrand::u64(..)));
            std::fs::write(&part, &self.content)?;
            std::fs::rename(&part, &path).inspect_err(|_| drop(std::fs::remove_file(&part)))?;
        }
        Ok(path)
    }
}

fn is_inside(name: &Path) -> bool {
    name.components().all(|part| matches!(part, Component::Normal(_))) && !name.as_os_str().is_empty()
}
