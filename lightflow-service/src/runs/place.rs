//! Where the store is.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{Runs, Store, StoreError};

/// Where a program keeps its runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StorePlace {
    /// Where the environment says; see [`default_root`].
    #[default]
    Environment,
    /// In this folder.
    At(PathBuf),
    /// Nowhere: nothing is kept, and every step runs.
    Nowhere,
}

impl StorePlace {
    /// What `--store` says: a folder, or `none`.
    pub fn of_flag(text: &str) -> Self {
        if text == "none" { Self::Nowhere } else { Self::At(text.into()) }
    }

    /// The folder; `None` if nothing is kept.
    pub fn root(&self, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        match self {
            Self::At(root) => Some(root.clone()),
            Self::Nowhere => None,
            Self::Environment => match variable("LIGHTFLOW_STORE") {
                Some(root) if root == "none" => None,
                _ => default_root(variable),
            },
        }
    }

    /// Opens the store; `None` if nothing is kept.
    ///
    /// One that the environment does not name keeps larger contents in the user's cache folder: what is lost there is
    /// computed again.
    ///
    /// # Errors
    /// When the folder holds something else, or cannot be written.
    pub fn open(&self, variable: impl Fn(&str) -> Option<OsString>) -> Result<Option<Runs>, StoreError> {
        let Some(root) = self.root(&variable) else { return Ok(None) };
        let named =
            *self != Self::Environment || variable("LIGHTFLOW_STORE").is_some_and(|root| !root.is_empty());
        let cache = if named { None } else { default_cache(&variable) };
        let options = cache.into_iter().fold(Store::options(), |options, cache| options.cache(cache));
        options.open(root).map(|store| Some(Runs::of(store)))
    }
}

/// The cache of a user's store: `lightflow` in the user's cache folder.
fn default_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME").filter(|path| path.is_absolute());
    cache.or_else(|| set("HOME").map(|home| home.join(".cache"))).map(|cache| cache.join("lightflow"))
}

/// Where a run was started, for when it goes on.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The folder in which relative paths begin.
    pub folder: Option<PathBuf>,
    /// Where its files go.
    pub output_folder: Option<PathBuf>,
}

impl Place {
    /// In the folder of this process.
    pub fn here(output_folder: Option<&std::path::Path>) -> Self {
        Self { folder: std::env::current_dir().ok(), output_folder: output_folder.map(PathBuf::from) }
    }
}

/// `LIGHTFLOW_STORE`, or `lightflow` in the user's state folder (XDG Base Directory Specification 0.8).
///
/// All programs of a user share it: what one has computed, another need not.
pub fn default_root(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("LIGHTFLOW_STORE").or_else(|| {
        // The specification wants relative paths ignored.
        let state = set("XDG_STATE_HOME").filter(|path| path.is_absolute());
        let state = state.or_else(|| set("HOME").map(|home| home.join(".local/state")));
        state.map(|state| state.join("lightflow"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_store_is_in_the_state_folder_and_its_contents_in_the_cache() {
        let home = tempfile::tempdir().unwrap();
        let variable = |name: &str| (name == "HOME").then(|| home.path().into());
        let runs = StorePlace::Environment.open(variable).unwrap().unwrap();
        assert_eq!(runs.store().root(), home.path().join(".local/state/lightflow"));
        assert_eq!(runs.store().blobs(), home.path().join(".cache/lightflow/blobs"));
        let named = StorePlace::At(home.path().join("here")).open(variable).unwrap().unwrap();
        assert_eq!(named.store().blobs(), home.path().join("here/blobs"));
    }

    #[test]
    fn the_environment_says_where_it_is() {
        let root = |set: &[(&str, &str)]| {
            let set: Vec<(String, OsString)> = set.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
            StorePlace::Environment
                .root(|name| set.iter().find(|(set, _)| set == name).map(|(_, value)| value.clone()))
        };
        assert_eq!(root(&[("HOME", "/home/a")]), Some("/home/a/.local/state/lightflow".into()));
        assert_eq!(root(&[("HOME", "/home/a"), ("XDG_STATE_HOME", "/s")]), Some("/s/lightflow".into()));
        assert_eq!(
            root(&[("HOME", "/home/a"), ("XDG_STATE_HOME", "s")]),
            Some("/home/a/.local/state/lightflow".into())
        );
        assert_eq!(root(&[("LIGHTFLOW_STORE", "here"), ("HOME", "/home/a")]), Some("here".into()));
        assert_eq!(root(&[("LIGHTFLOW_STORE", "none"), ("HOME", "/home/a")]), None);
        assert_eq!(root(&[]), None);
    }
}
