//! Writes files of the output folder whole or not at all.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io, process};

use lightflow::{ArtifactError, Ctx};

/// Tells apart the temporary files of one process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum WriteError {
    /// The name leads elsewhere, or its folder cannot be made.
    #[error(transparent)]
    Place(#[from] ArtifactError),
    /// The disk says no.
    #[error("file {path:?} cannot be written: {source}; check free space and permissions")]
    Write { path: PathBuf, source: io::Error },
}

/// Writes `bytes` to `name` in the output folder under a temporary name, renames it, and announces it.
pub fn write_artifact(ctx: &Ctx, name: impl AsRef<Path>, bytes: &[u8]) -> Result<PathBuf, WriteError> {
    let path = ctx.output_path(name)?;
    let temporary = temporary_beside(&path);
    match fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, &path)) {
        Ok(()) => {
            ctx.artifact(&path);
            Ok(path)
        }
        Err(source) => {
            // The first error is the one to report.
            let _ = fs::remove_file(&temporary);
            Err(WriteError::Write { path, source })
        }
    }
}

/// Why a file that a program made is not there.
#[cfg(feature = "video")]
#[derive(Debug)]
pub enum RenameError<E> {
    /// The program failed.
    Made(E),
    /// The file could not be renamed.
    Write(WriteError),
}

/// Renames and announces what was made under a temporary name, or removes what is left of it.
#[cfg(feature = "video")]
pub fn rename_artifact<E>(
    ctx: &Ctx,
    temporary: &Path,
    path: PathBuf,
    made: Result<(), E>,
) -> Result<PathBuf, RenameError<E>> {
    let renamed = made.map_err(RenameError::Made).and_then(|()| {
        let failed = |source| RenameError::Write(WriteError::Write { path: path.clone(), source });
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
pub fn temporary_beside(path: &Path) -> PathBuf {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{}-{number}.tmp.{extension}", process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_is_left() {
        let ctx = Ctx::test();
        let path = write_artifact(&ctx, "new/a.txt", b"one").unwrap();
        assert_eq!(write_artifact(&ctx, "new/a.txt", b"two").unwrap(), path);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_in_the_way_of_a_folder_leaves_nothing_behind() {
        let ctx = Ctx::test();
        fs::create_dir_all(ctx.output_path("a.txt").unwrap()).unwrap();
        let error = write_artifact(&ctx, "a.txt", b"one").unwrap_err();
        assert!(error.to_string().contains("check free space and permissions"), "{error}");
        let folder = ctx.output_path("x").unwrap();
        assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn names_do_not_lead_out() {
        for name in ["../a.txt", "/tmp/a.txt", ""] {
            assert!(matches!(write_artifact(&Ctx::test(), name, b""), Err(WriteError::Place(_))));
        }
    }
}
