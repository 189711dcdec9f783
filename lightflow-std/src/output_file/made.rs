//! Files that another program makes under a temporary name.

use std::fs;
use std::path::{Path, PathBuf};

use lightflow::Ctx;

use super::{OutputError, unique_name};

/// Why a file that a program made is not there.
#[derive(Debug)]
pub(crate) enum RenameError<E> {
    /// The program failed.
    Made(E),
    /// The file could not be renamed.
    Write(OutputError),
}

/// Renames and announces what was made under a temporary name, or removes what is left of it.
pub(crate) fn rename_artifact<E>(
    ctx: &Ctx,
    temporary: &Path,
    path: PathBuf,
    made: Result<(), E>,
) -> Result<PathBuf, RenameError<E>> {
    let renamed = made.map_err(RenameError::Made).and_then(|()| {
        let failed = |source| RenameError::Write(OutputError::Write { path: path.clone(), source });
        fs::rename(temporary, &path).map_err(failed)
    });
    if let Err(error) = renamed {
        let _ = fs::remove_file(temporary);
        return Err(error);
    }
    ctx.artifact(&path);
    Ok(path)
}

/// A path beside `path` that nobody else writes to, hidden, with the same extension.
pub(crate) fn temporary_beside(path: &Path) -> PathBuf {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(unique_name(&format!("tmp.{extension}")))
}
