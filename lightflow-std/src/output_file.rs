//! Files in a run's output folder: whole or not there, and never behind a symbolic link.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use lightflow::{ArtifactError, Ctx};

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

/// A file that is written under another name until it is whole.
#[derive(Debug)]
pub(crate) struct OutputFile {
    path: PathBuf,
    temporary: PathBuf,
    file: File,
}

impl OutputFile {
    /// Begins the file `name`.
    pub fn create(ctx: &Ctx, name: impl AsRef<Path>) -> Result<Self, OutputError> {
        let path = output_path(ctx, name.as_ref())?;
        let temporary = path.with_file_name(unique_name("tmp"));
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&temporary)
            .map_err(|source| OutputError::Write { path: path.clone(), source })?;
        Ok(Self { path, temporary, file })
    }

    /// The file as it is so far.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// What the system's refusal means here.
    pub fn failed(&self, source: io::Error) -> OutputError {
        OutputError::Write { path: self.path.clone(), source }
    }

    /// Gives the file its name, in place of another one that had it, and announces it.
    pub fn finish(mut self, ctx: &Ctx) -> Result<PathBuf, OutputError> {
        let renamed = self.file.flush().and_then(|()| fs::rename(&self.temporary, &self.path));
        renamed.map_err(|source| self.failed(source))?;
        ctx.artifact(&self.path);
        Ok(self.path.clone())
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        // After `finish` there is none of that name.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes a whole file.
#[cfg(feature = "data")]
pub(crate) fn write_output(ctx: &Ctx, name: &str, bytes: &[u8]) -> Result<PathBuf, OutputError> {
    let mut output = OutputFile::create(ctx, name)?;
    output.file().write_all(bytes).map_err(|source| output.failed(source))?;
    output.finish(ctx)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn root(ctx: &Ctx) -> PathBuf {
        ctx.output_path("_").unwrap().parent().unwrap().to_owned()
    }

    #[test]
    fn a_file_is_there_when_it_is_whole() {
        let ctx = Ctx::test();
        let mut output = OutputFile::create(&ctx, "a/b.txt").unwrap();
        output.file().write_all(b"text").unwrap();
        assert!(!root(&ctx).join("a/b.txt").exists());
        let path = output.finish(&ctx).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"text");
        assert_eq!(fs::read_dir(root(&ctx).join("a")).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let ctx = Ctx::test();
        drop(OutputFile::create(&ctx, "b.txt").unwrap());
        assert_eq!(fs::read_dir(root(&ctx)).unwrap().count(), 0);
    }

    #[test]
    fn a_name_does_not_lead_out_of_the_folder() {
        let ctx = Ctx::test();
        for name in ["../b.txt", "/tmp/b.txt", "a/../../b.txt", ""] {
            assert!(matches!(OutputFile::create(&ctx, name), Err(OutputError::Place(_))), "{name}");
        }
    }

    #[test]
    fn nothing_is_made_behind_a_symbolic_link() {
        let ctx = Ctx::test();
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(elsewhere.path(), root(&ctx).join("link")).unwrap();
        symlink(elsewhere.path().join("c"), root(&ctx).join("file")).unwrap();
        for name in ["link/b.txt", "link/new/b.txt", "file"] {
            assert!(matches!(OutputFile::create(&ctx, name), Err(OutputError::Link { .. })), "{name}");
        }
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
