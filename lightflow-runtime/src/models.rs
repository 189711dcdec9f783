//! Where the files of models are looked for. Nothing is ever fetched.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::spec::{ModelFile, ModelSpec};

/// Folders that hold models, each in a folder of its id; the first that has a file wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelFolders(Vec<PathBuf>);

/// A model of which a file is nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{file}` of the model `{model}` is not in {}", places(.looked))]
pub struct ModelMissing {
    /// The model's id.
    pub model: &'static str,
    /// The file's path inside the model's folder.
    pub file: &'static str,
    /// Where it may stand, the first place to look first.
    pub looked: Vec<PathBuf>,
}

fn places(looked: &[PathBuf]) -> String {
    let texts: Vec<String> = looked.iter().map(|path| format!("`{}`", path.display())).collect();
    if texts.is_empty() { "any folder".into() } else { texts.join(" or ") }
}

impl ModelFolders {
    /// These folders, in this order.
    pub fn new(folders: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        Self(folders.into_iter().map(Into::into).collect())
    }

    /// What the environment says: the folders of `LIGHTFLOW_MODELS`, then `lightflow/models` in the user's data folder
    /// (XDG Base Directory Specification 0.8).
    pub fn of_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut folders: Vec<PathBuf> =
            set("LIGHTFLOW_MODELS").iter().flat_map(std::env::split_paths).collect();
        let data = set("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let data = data.or_else(|| Some(PathBuf::from(set("HOME")?).join(".local/share")));
        folders.extend(data.map(|data| data.join("lightflow").join("models")));
        Self(folders)
    }

    /// Looks here before all others.
    #[must_use]
    pub fn first(mut self, folder: impl Into<PathBuf>) -> Self {
        self.0.insert(0, folder.into());
        self
    }

    /// The folders, the first to look in first.
    pub fn folders(&self) -> &[PathBuf] {
        &self.0
    }

    /// The file of a model.
    ///
    /// # Errors
    /// When no folder has it, with all places where it may stand.
    pub fn file(&self, model: &ModelSpec, file: &ModelFile) -> Result<PathBuf, ModelMissing> {
        let looked: Vec<PathBuf> =
            self.0.iter().map(|folder| folder.join(model.id).join(file.path)).collect();
        match looked.iter().find(|path| path.is_file()) {
            Some(path) => Ok(path.clone()),
            None => Err(ModelMissing { model: model.id, file: file.path, looked }),
        }
    }

    /// The folder of a model, if one has all its files.
    ///
    /// # Errors
    /// With the first file that is missing.
    pub fn folder(&self, model: &ModelSpec) -> Result<PathBuf, ModelMissing> {
        let whole = |folder: &Path| model.files.iter().all(|file| folder.join(file.path).is_file());
        let mut folders = self.0.iter().map(|folder| folder.join(model.id));
        match (folders.find(|folder| whole(folder)), model.files) {
            (Some(folder), _) => Ok(folder),
            (None, []) => Err(ModelMissing { model: model.id, file: "", looked: Vec::new() }),
            (None, [first, ..]) => {
                let missing =
                    model.files.iter().find(|file| self.file(model, file).is_err()).unwrap_or(first);
                let looked = self.0.iter().map(|folder| folder.join(model.id).join(missing.path));
                Err(ModelMissing { model: model.id, file: missing.path, looked: looked.collect() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_where_models_are() {
        let of = |set: &[(&str, &str)]| {
            let set: Vec<(String, OsString)> =
                set.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
            let folders = ModelFolders::of_environment(|name| {
                set.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            });
            folders.first("here").folders().iter().map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of(&[("HOME", "/home/ada")]), ["here", "/home/ada/.local/share/lightflow/models"]);
        let set = [("HOME", "/home/ada"), ("XDG_DATA_HOME", "/data"), ("LIGHTFLOW_MODELS", "/a:/b")];
        assert_eq!(of(&set), ["here", "/a", "/b", "/data/lightflow/models"]);
        assert_eq!(of(&[("XDG_DATA_HOME", "relative")]), ["here"]);
    }
}
