//! Presets: inputs of a workflow under a name, in `presets/NAME.toml`.
//!
//! ```toml
//! workflow = "studio/product_photos"
//!
//! [inputs]
//! side = 512
//! style = "gradient"
//! ```

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use lightflow_runtime::registry::nearest;

/// Where the presets of a project are.
pub const FOLDER: &str = "presets";

/// Inputs of a workflow under a name.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// The id of the workflow, if it is for one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// Values by the input's name; what is absent keeps its default.
    #[serde(default)]
    pub inputs: Map<String, Value>,
}

/// A preset that cannot be used or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PresetError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Preset {
    /// The preset of this name in a folder, or in the file of this path.
    ///
    /// # Errors
    /// When there is no such preset, or it does not read as one.
    pub fn find(name: &str, folder: &Path) -> Result<Self, PresetError> {
        let is_path = name.contains('/') || name.ends_with(".toml");
        let path = if is_path { PathBuf::from(name) } else { folder.join(format!("{name}.toml")) };
        let text = std::fs::read_to_string(&path).map_err(|error| match (is_path, error.kind()) {
            (false, std::io::ErrorKind::NotFound) => {
                let known = Self::names(folder);
                let near = nearest(name, known.iter().map(String::as_str));
                let help = match near.first() {
                    Some(near) => format!("write `{near}`"),
                    None => format!("write it to `{}`, or name its file", path.display()),
                };
                PresetError { message: format!("there is no preset `{name}`"), help }
            }
            _ => PresetError {
                message: format!("cannot read the preset `{name}`: {error}"),
                help: format!("name a file that exists, or a preset of the folder `{}`", folder.display()),
            },
        })?;
        let mut preset: Self = toml::from_str(&text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let place = line.map(|line| format!(":{line}")).unwrap_or_default();
            PresetError {
                message: format!("`{}{place}` is no preset: {}", path.display(), error.message().trim()),
                help: "write `workflow = \"..\"` and the inputs below `[inputs]`".into(),
            }
        })?;
        preset.name = name.to_owned();
        Ok(preset)
    }

    /// The names of the presets in a folder.
    pub fn names(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
            .collect();
        names.sort();
        names
    }

    /// Writes it into a folder, and gives its path. One that is there is not replaced.
    ///
    /// # Errors
    /// When there is one of this name, the name is no file name, a value has no form in TOML, or the disk says no.
    pub fn save(&self, folder: &Path) -> Result<PathBuf, PresetError> {
        let plain = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return Err(PresetError {
                message: format!("`{}` is no name of a preset", self.name),
                help: "use letters, digits, `-` and `_`".into(),
            });
        }
        let mut written = self.clone();
        // TOML has no null: what is absent has its default.
        written.inputs.retain(|_, value| !value.is_null());
        let text = toml::to_string_pretty(&written).map_err(|error| PresetError {
            message: format!("an input has no form in TOML: {error}"),
            help: "keep the inputs as JSON: `runs request RUN` prints them, `--inputs @FILE` reads them"
                .into(),
        })?;
        let path = folder.join(format!("{}.toml", self.name));
        let write = || -> std::io::Result<()> {
            use std::io::Write as _;
            std::fs::create_dir_all(folder)?;
            std::fs::File::create_new(&path)?.write_all(text.as_bytes())
        };
        write().map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => PresetError {
                message: format!("there is a preset `{}` already: {}", self.name, path.display()),
                help: "choose another name, or remove that file".into(),
            },
            _ => PresetError {
                message: format!("cannot write `{}`: {error}", path.display()),
                help: "go to the project's folder, where you may write".into(),
            },
        })?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn preset(name: &str, inputs: Value) -> Preset {
        let Value::Object(inputs) = inputs else { unreachable!("tests write objects") };
        Preset { name: name.into(), workflow: Some("studio/packshot".into()), inputs }
    }

    #[test]
    fn a_preset_reads_as_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let saved =
            preset("bright", json!({ "side": 512, "ratio": 0.5, "sizes": [1, 2], "spot": { "x": 1 } }));
        saved.save(folder.path()).unwrap();
        assert_eq!(Preset::find("bright", folder.path()), Ok(saved.clone()));
        assert_eq!(Preset::names(folder.path()), ["bright"]);
        let error = saved.save(folder.path()).unwrap_err();
        assert!(error.message.starts_with("there is a preset `bright` already"), "{error}");
        assert_eq!(Preset::find("brigth", folder.path()).unwrap_err().help, "write `bright`");
    }

    #[test]
    fn a_name_does_not_lead_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert!(preset("../bright", json!({})).save(folder.path()).is_err());
    }

    #[test]
    fn an_absent_value_stays_absent() {
        let folder = tempfile::tempdir().unwrap();
        preset("plain", json!({ "title": null })).save(folder.path()).unwrap();
        assert!(Preset::find("plain", folder.path()).unwrap().inputs.is_empty());
    }
}
