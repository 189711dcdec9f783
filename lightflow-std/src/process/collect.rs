//! The files that a program makes for the output folder.

use std::fs;
use std::path::{Path, PathBuf};

use lightflow::{ArtifactError, Ctx};

use crate::output_file::{OutputError, check_name, output_path, unique_name};

use super::error::ProcessError;

/// An empty folder for one program, removed with all that it left there.
#[derive(Debug)]
pub struct Workshop {
    folder: PathBuf,
}

impl Workshop {
    /// Makes one, if a program of that name is to make `names`. They are checked before it starts.
    pub fn open(names: &[String], ctx: &Ctx) -> Result<Option<Self>, ProcessError> {
        for name in names {
            check_name(name.as_ref()).map_err(|error| match error {
                OutputError::Place(error) => ProcessError::Place(error),
                _ => ProcessError::Name { name: name.clone() },
            })?;
        }
        if names.is_empty() {
            return Ok(None);
        }
        // On the file system of the output folder, so that files can be moved there.
        let folder = std::path::absolute(ctx.output_path(unique_name("work"))?)
            .and_then(|folder| fs::create_dir(&folder).map(|()| folder));
        match folder {
            Ok(folder) => Ok(Some(Self { folder })),
            Err(source) => Err(ArtifactError::Folder(unique_name("work").into(), source).into()),
        }
    }

    /// Where the program works.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Moves what it made into the output folder.
    ///
    /// A program may leave a link to any file: only plain files in plain folders count.
    pub fn collect(&self, program: &str, names: &[String], ctx: &Ctx) -> Result<Vec<PathBuf>, ProcessError> {
        let wrong = |name: &str, problem: String| ProcessError::Output {
            program: program.to_owned(),
            name: name.to_owned(),
            problem,
        };
        for name in names {
            self.check(Path::new(name)).map_err(|problem| wrong(name, problem.to_owned()))?;
        }
        let mut files = Vec::new();
        for name in names {
            let place = output_path(ctx, Path::new(name)).map_err(|error| match error {
                OutputError::Place(error) => ProcessError::Place(error),
                other => wrong(name, format!("has no place: {other}")),
            })?;
            fs::rename(self.folder.join(name), &place).map_err(|error| {
                wrong(name, format!("cannot be moved to {place:?}: {error}; check that folder"))
            })?;
            ctx.artifact(&place);
            files.push(place);
        }
        Ok(files)
    }

    fn check(&self, name: &Path) -> Result<(), &'static str> {
        let mut walked = self.folder.clone();
        let mut last = None;
        for part in name.components() {
            walked.push(part);
            let found = walked.symlink_metadata().map_err(|_| "was not made; check its name")?;
            if found.is_symlink() {
                return Err("is behind a symbolic link; have the program write the file itself");
            }
            last = Some(found);
        }
        match last {
            Some(found) if found.is_file() => Ok(()),
            _ => Err("is no plain file; have the program write one"),
        }
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Links in it are removed, not followed.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
