//! The recipe of what a run makes: put into its files when it is over, and read from them to make them again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lightflow_artifact::recipe::{self, Recipe};
use serde_json::Value;

use super::plan::plan_digest;
use super::{Ask, Ready, Service, ServiceError};
use crate::runs::Digest;
use lightflow_runtime::port::HIDDEN;

/// A file that a step announced.
pub(super) struct Made {
    pub step: String,
    pub path: PathBuf,
}

/// What is written into the files of a run.
#[derive(Debug)]
pub(super) struct Stamp {
    recipe: Recipe,
    folder: PathBuf,
}

impl Service {
    /// What is written into the files of a run, if it is to be.
    pub(super) fn stamp(&self, ready: &Ready) -> Option<Stamp> {
        if !ready.ask.recipes {
            return None;
        }
        let request = ready.request();
        let mut versions = request.versions;
        if let Some((name, version)) = &self.shared.program {
            versions.insert(name.clone(), version.clone());
        }
        let recipe = Recipe {
            workflow: request.workflow,
            plan: plan_digest(ready.workflow).to_string(),
            inputs: request.inputs.as_object().cloned().unwrap_or_default(),
            program: request.program,
            versions,
            ..Recipe::default()
        };
        Some(Stamp { recipe, folder: ready.output_folder().to_owned() })
    }

    /// Asks for what made a file, by the recipe in it; and whether the workflow has changed since.
    ///
    /// # Errors
    /// When the file has no recipe, or its workflow is none of this program.
    pub fn by_recipe(&self, path: &Path) -> Result<(Ask, bool), ServiceError> {
        let recipe = recipe_in(path)?;
        let (workflow, _) = self.workflow(&recipe.workflow)?;
        let changed = recipe.plan != plan_digest(workflow).to_string();
        let mut ask = Ask::new(recipe.workflow, Value::Object(recipe.inputs));
        // A secret is not in it, so it has to be given again.
        ask.inputs.retain(|_, value| value != HIDDEN);
        Ok((ask, changed))
    }
}

/// The recipe in a file.
///
/// # Errors
/// When there is none, or the file cannot be read.
pub fn recipe_in(path: &Path) -> Result<Recipe, ServiceError> {
    match recipe::read_file(path) {
        Ok(Some(recipe)) => Ok(recipe),
        Ok(None) => Err(ServiceError::refused(
            format!("there is no recipe in `{}`", path.display()),
            "name a PNG, JPEG, WebP, WAV or JSON file that a run left, not one that was converted since",
        )),
        Err(error) => Err(ServiceError::refused(error.to_string(), "name a file as a run left it")),
    }
}

/// The digest of what a step wrote into a file, whatever recipe is in it now.
pub(super) fn content_of(path: &Path) -> Result<Digest, ServiceError> {
    let bytes = fs::read(path).map_err(|error| {
        ServiceError::refused(
            format!("cannot read `{}`: {error}", path.display()),
            "name a file that a run made",
        )
    })?;
    let bare = recipe::strip(&bytes).ok().flatten();
    Ok(Digest::of(bare.as_deref().unwrap_or(&bytes)))
}

impl Stamp {
    /// Writes the recipe into these files, and gives what went wrong first.
    ///
    /// While the run went on they were as their steps had written them, so that what reads them depends on no input but
    /// its own.
    pub fn put_into(mut self, files: &[Made]) -> Option<String> {
        // The step that wrote a file last has made it.
        let last: BTreeMap<&Path, &str> =
            files.iter().map(|made| (made.path.as_path(), made.step.as_str())).collect();
        let mut trouble = None;
        for (path, step) in last {
            // A file that lies elsewhere is not the run's own.
            if !path.starts_with(&self.folder) {
                continue;
            }
            self.recipe.step = step.to_owned();
            if let Err(error) = write(path, &self.recipe) {
                trouble.get_or_insert(format!("no recipe in `{}`: {error}", path.display()));
            }
        }
        trouble
    }
}

fn write(path: &Path, recipe: &Recipe) -> Result<(), Box<dyn std::error::Error>> {
    let about = match path.symlink_metadata() {
        Ok(about) => about,
        // A step may have taken back what an earlier one made.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if !about.is_file() {
        return Ok(());
    }
    let bytes = fs::read(path)?;
    let Some(stamped) = recipe::embed(&bytes, recipe)? else { return Ok(()) };
    if stamped == bytes {
        return Ok(());
    }
    // Whoever looks sees the whole file with or without the recipe.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.part-{:x}", fastrand::u64(..)));
    let replace = || -> io::Result<()> {
        fs::write(&part, &stamped)?;
        fs::set_permissions(&part, about.permissions())?;
        fs::rename(&part, path)
    };
    replace().inspect_err(|_| drop(fs::remove_file(&part)))?;
    Ok(())
}
