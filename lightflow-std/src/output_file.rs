//! Files in a run's output folder: whole or not there, and never behind a symbolic link.

#[cfg(feature = "video")]
mod made;
#[cfg(any(feature = "audio", feature = "data", feature = "http", feature = "image"))]
mod whole;

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use lightflow::{ArtifactError, Ctx};

#[cfg(feature = "video")]
pub(crate) use made::{RenameError, rename_artifact, temporary_beside};
#[cfg(feature = "http")]
pub(crate) use whole::OutputFile;
#[cfg(any(feature = "audio", feature = "data", feature = "image"))]
pub(crate) use whole::write_output;

/// Tells apart the temporary files of one process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Why a file of the output folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The name leads out of the folder, or its folder cannot be made.
    #[error(transparent)]
    Place(#[from] ArtifactError),
    /// No file can have this name.
    #[error("{name:?} cannot be the name of an output; give one such as `shots/mug`")]
    Name {
        /// As given.
        name: PathBuf,
    },
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

/// Whether a file of the output folder may have this name. Nothing is looked up.
pub(crate) fn check_name(name: &Path) -> Result<(), OutputError> {
    let text = name.as_os_str().as_encoded_bytes();
    if text.is_empty() || text.ends_with(b"/") || text.contains(&0) {
        return Err(OutputError::Name { name: name.into() });
    }
    if name.components().all(|part| matches!(part, Component::Normal(_))) {
        return Ok(());
    }
    Err(ArtifactError::Outside(name.into()).into())
}

/// A name with the extension of its format, if it may be the name of a file without it.
#[cfg(any(feature = "audio", feature = "image"))]
pub(crate) fn named(name: &str, extension: &str) -> Result<PathBuf, OutputError> {
    check_name(name.as_ref())?;
    Ok(format!("{name}.{extension}").into())
}

/// The path of `name` in the output folder, if no folder on the way is a symbolic link.
pub(crate) fn output_path(ctx: &Ctx, name: &Path) -> Result<PathBuf, OutputError> {
    check_name(name)?;
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
