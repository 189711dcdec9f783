//! Files in a run's output folder: whole or not there, and never behind a symbolic link.

#[cfg(any(feature = "data", feature = "http"))]
mod whole;

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use lightflow::{ArtifactError, Ctx};

#[cfg(feature = "http")]
pub(crate) use whole::OutputFile;
#[cfg(feature = "data")]
pub(crate) use whole::write_output;

/// Tells apart the temporary files of one process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Why a file of the output folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The name leads out of the folder, or its folder cannot be made.
    #[error(transparent)]
    Place(#[from] ArtifactError),
    /// A folder on the way is a symbolic link, and so may be anywhere.
    #[error(
        "{path:?} is a symbolic link, and an output is not written through one; remove it, or choose another name"
    )]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The system refused it.
    #[error("the file {path:?} cannot be written: {source}; check free space and permissions")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The path of `name` in the output folder, if no folder on the way is a symbolic link.
pub(crate) fn output_path(ctx: &Ctx, name: &Path) -> Result<PathBuf, OutputError> {
    let inside = name.components().all(|part| matches!(part, Component::Normal(_)));
    if !inside || name.as_os_str().is_empty() {
        return Err(ArtifactError::Outside(name.into()).into());
    }
    // Links are looked for before folders are made: `output_path` would make them behind one.
    let mut walked = ctx.output_path("_")?;
    walked.pop();
    for part in name.components() {
        walked.push(part);
        if walked.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
            return Err(OutputError::Link { path: walked });
        }
    }
    Ok(ctx.output_path(name)?)
}

/// A name that no other file has, for something that is soon gone.
pub(crate) fn unique_name(kind: &str) -> String {
    format!(".{}-{}.{kind}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
