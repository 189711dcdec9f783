//! Files that people bring: kept by their contents, and named as inputs by `upload:DIGEST/NAME`.

mod files;

use std::io;
use std::path::{Component, Path, PathBuf};

use lightflow_service::runs::Digest;
use serde_json::{Map, Value};

use crate::http::not_a_name;
use crate::problem::Problem;
use axum::http::StatusCode;

/// In front of the value of an input that names an upload.
const SCHEME: &str = "upload:";

/// The folder of uploads: `DIGEST/NAME` for a file, and `DIGEST` for a folder of several.
#[derive(Clone, Debug)]
pub struct Uploads {
    root: PathBuf,
}

impl Uploads {
    pub fn in_folder(root: PathBuf) -> Self {
        Self { root }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of this content and name is.
    pub fn file(&self, digest: Digest, name: &str) -> PathBuf {
        self.root.join(digest.to_string()).join(name)
    }

    /// What an input says to name it.
    pub fn named(digest: Digest, name: Option<&str>) -> String {
        match name {
            Some(name) => format!("{SCHEME}{digest}/{name}"),
            None => format!("{SCHEME}{digest}"),
        }
    }

    /// Makes a folder with these uploads, whose files are there already; gives its digest.
    ///
    /// # Errors
    /// When one of them is not there, or the disk says no.
    pub fn folder(&self, files: &[(String, Digest)]) -> Result<Digest, Problem> {
        let mut list = files.to_vec();
        list.sort();
        let text = files::listed(&list);
        let digest = Digest::of(text.as_bytes());
        let folder = self.root.join(digest.to_string());
        let new = self.root.join(format!(".folder-{:016x}", fastrand::u64(..)));
        let fill = || -> io::Result<()> {
            std::fs::create_dir_all(&new)?;
            for (name, content) in &list {
                let from = self.any_of(*content)?.ok_or(io::ErrorKind::NotFound)?;
                std::fs::hard_link(&from, new.join(name))
                    .or_else(|_| std::fs::copy(&from, new.join(name)).map(drop))?;
            }
            self.write_list(digest, &text)?;
            match std::fs::rename(&new, &folder) {
                // The same folder was made before.
                Err(_) if folder.is_dir() => std::fs::remove_dir_all(&new),
                renamed => renamed,
            }
        };
        fill().map_err(|error| {
            let _ = std::fs::remove_dir_all(&new);
            failed(&error)
        })?;
        Ok(digest)
    }

    /// Puts paths in the place of what names uploads, however deep among the inputs.
    ///
    /// # Errors
    /// When one of them is not there.
    pub fn resolve(&self, inputs: &mut Map<String, Value>) -> Result<(), Problem> {
        inputs.values_mut().try_for_each(|value| self.resolve_value(value))
    }

    /// Names uploads again where their paths stand: what was asked can be asked once more, and nobody need know where they are.
    pub fn name_again(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let inside = Path::new(text.as_str()).strip_prefix(&self.root).ok().and_then(Path::to_str);
                if let Some(inside) = inside.filter(|inside| !inside.is_empty()) {
                    *text = format!("{SCHEME}{inside}");
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.name_again(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.name_again(field)),
            _ => {}
        }
    }

    fn resolve_value(&self, value: &mut Value) -> Result<(), Problem> {
        match value {
            Value::String(text) => {
                if let Some(named) = text.strip_prefix(SCHEME) {
                    *text = self.path(named)?.to_string_lossy().into_owned();
                }
                Ok(())
            }
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.resolve_value(item)),
            Value::Object(fields) => fields.values_mut().try_for_each(|field| self.resolve_value(field)),
            _ => Ok(()),
        }
    }

    fn path(&self, named: &str) -> Result<PathBuf, Problem> {
        let missing = || {
            Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "not_ready",
                format!("there is no upload `{}`", named.chars().take(120).collect::<String>()),
            )
            .hint("upload the file first: `POST /api/uploads`")
        };
        let (digest, name) = match named.split_once('/') {
            Some((digest, name)) => (digest, Some(name)),
            None => (named, None),
        };
        let digest: Digest = digest.parse().map_err(|_| missing())?;
        let path = match name {
            Some(name) if is_name(name) => self.file(digest, name),
            Some(_) => return Err(missing()),
            None => self.root.join(digest.to_string()),
        };
        if path.exists() { Ok(path) } else { Err(missing()) }
    }
}

/// Whether a name is one of a file, and no way to another place.
pub fn is_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name);
    plain
        && name.len() <= 200
        && !name.starts_with('.')
        && !name.chars().any(|letter| letter.is_control() || letter == '\\')
}

/// A disk that says no.
pub fn failed(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => not_a_name("a file of the folder was not uploaded"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::new(StatusCode::INSUFFICIENT_STORAGE, "store_failed", "the disk of the store is full")
                .hint("make room, or collect the store")
        }
        _ => Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "store_failed",
            format!("an upload cannot be written: {error}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        for name in ["cup.png", "two words.jpg", "naïve.webp"] {
            assert!(is_name(name), "{name}");
        }
        for name in
            ["", ".", "..", "../a", "a/b", "/a", ".hidden", "a\0", "a\nb", "a\\b", "a/", &"x".repeat(201)]
        {
            assert!(!is_name(name), "{name:?}");
        }
    }

    #[test]
    fn an_input_names_what_was_uploaded_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::in_folder(folder.path().into());
        let digest = Digest::of(b"cup");
        let path = uploads.file(digest, "cup.png");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "cup").unwrap();
        let mut inputs =
            serde_json::json!({ "photos": [Uploads::named(digest, Some("cup.png"))], "title": "a" });
        uploads.resolve(inputs.as_object_mut().unwrap()).unwrap();
        assert_eq!(inputs["photos"][0], path.to_string_lossy().as_ref());
        uploads.name_again(&mut inputs);
        assert_eq!(inputs["photos"][0], Uploads::named(digest, Some("cup.png")));
        for wrong in
            [format!("upload:{digest}/../../x"), format!("upload:{digest}/mug.png"), "upload:x/y".into()]
        {
            let mut inputs = serde_json::json!({ "photo": wrong });
            assert!(uploads.resolve(inputs.as_object_mut().unwrap()).is_err());
        }
    }
}
