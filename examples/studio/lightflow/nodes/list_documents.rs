use lightflow::prelude::*;

use std::io;
use std::path::Path;

/// Extensions of the files that are read.
const EXTENSIONS: [&str; 6] = ["md", "markdown", "txt", "text", "html", "htm"];
/// More files than anybody puts into one folder by hand.
const MOST: usize = 100_000;

/// Why no documents were listed.
#[derive(Debug, thiserror::Error)]
pub enum ListDocumentsError {
    #[error("folder {folder:?} cannot be read: {source}; check the path and its permissions")]
    Unreadable { folder: PathBuf, source: io::Error },
    #[error("folder {0:?} holds no Markdown, text or HTML file; put documents into it")]
    Empty(PathBuf),
    #[error("folder {0:?} holds more than 100,000 documents; take a folder inside it")]
    Many(PathBuf),
}

/// Lists the Markdown, text and HTML files of a folder and of those inside it, in the order of their paths.
///
/// Hidden files and folders are passed over, and links are not followed.
#[node(needs(fs))]
pub fn list_documents(folder: PathBuf) -> Result<Vec<PathBuf>, ListDocumentsError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(inside) = folders.pop() {
        let unreadable = |source| ListDocumentsError::Unreadable { folder: inside.clone(), source };
        for entry in std::fs::read_dir(&inside).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && is_document(&entry.path()) {
                found.push(entry.path());
            }
        }
        if found.len() > MOST {
            return Err(ListDocumentsError::Many(folder));
        }
    }
    if found.is_empty() {
        return Err(ListDocumentsError::Empty(folder));
    }
    found.sort();
    Ok(found)
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    EXTENSIONS.contains(&&*extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_in_folders_inside_and_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(path("deep/er")).unwrap();
        std::fs::create_dir(path(".git")).unwrap();
        for name in ["b.md", "deep/er/a.HTML", "c.txt", "d.rs", ".hidden.md", ".git/x.md"] {
            std::fs::write(path(name), "words").unwrap();
        }
        std::os::unix::fs::symlink(folder.path(), path("loop")).unwrap();
        let found = list_documents(folder.path().to_owned()).unwrap();
        assert_eq!(found, [path("b.md"), path("c.txt"), path("deep/er/a.HTML")]);
    }

    #[test]
    fn a_folder_without_documents_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = list_documents(folder.path().to_owned()).unwrap_err().to_string();
        assert!(error.contains("holds no Markdown"), "{error}");
        assert!(list_documents("missing/folder".into()).unwrap_err().to_string().contains("missing/folder"));
    }
}
