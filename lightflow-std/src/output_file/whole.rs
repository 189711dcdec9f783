//! A file that is written under another name until it is whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use lightflow::Ctx;

use super::{OutputError, output_path, unique_name};

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
#[cfg(any(feature = "audio", feature = "data", feature = "image"))]
pub(crate) fn write_output(ctx: &Ctx, name: impl AsRef<Path>, bytes: &[u8]) -> Result<PathBuf, OutputError> {
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
        for name in ["../b.txt", "/tmp/b.txt", "a/../../b.txt", "a/../b.txt", "./b.txt"] {
            assert!(matches!(OutputFile::create(&ctx, name), Err(OutputError::Place(_))), "{name}");
        }
    }

    #[test]
    fn what_no_file_can_be_called_is_refused_before_its_folder_is_made() {
        let ctx = Ctx::test();
        for name in ["", "a/", "a/b\0.txt", "a\0/b.txt"] {
            assert!(matches!(OutputFile::create(&ctx, name), Err(OutputError::Name { .. })), "{name:?}");
        }
        assert_eq!(fs::read_dir(root(&ctx)).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_in_the_way_of_a_file_leaves_nothing_behind() {
        let ctx = Ctx::test();
        fs::create_dir(root(&ctx).join("b.txt")).unwrap();
        let mut output = OutputFile::create(&ctx, "b.txt").unwrap();
        output.file().write_all(b"text").unwrap();
        let error = output.finish(&ctx).unwrap_err().to_string();
        assert!(error.contains("cannot be written") && error.contains("check free space"), "{error}");
        assert_eq!(fs::read_dir(root(&ctx)).unwrap().count(), 1);
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
