//! The files of a folder, named apart.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a folder with one of these extensions, in the order of their names, each with a name of its own.
///
/// Extensions count in upper and lower case alike; folders, pipes and devices inside and hidden files are passed over. A symbolic link counts as
/// the file it leads to. A file is named after its stem, with the extension where two stems are the same.
///
/// ```
/// use lightflow_std::listing::files_of;
///
/// let folder = tempfile::tempdir()?;
/// for name in ["mug.PNG", "mug.jpg", "notes.txt", ".hidden.png"] {
///     std::fs::write(folder.path().join(name), "")?;
/// }
/// let names: Vec<String> = files_of(folder.path(), &["png", "jpg"])?.into_iter().map(|(_, name)| name).collect();
/// assert_eq!(names, ["mug-PNG", "mug-jpg"]);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// When the folder cannot be read, or a symbolic link with such an extension leads to nothing.
pub fn files_of(folder: &Path, extensions: &[&str]) -> io::Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()? {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden || !has_extension(&path, extensions) {
            continue;
        }
        match path.metadata() {
            Ok(found) if found.is_file() => files.push(path),
            Ok(_) => {}
            // To pass it over would lose a file without a word.
            Err(error) if entry.file_type()?.is_symlink() => {
                return Err(io::Error::new(
                    error.kind(),
                    format!("the symbolic link {path:?} leads to no file: {error}"),
                ));
            }
            // It was removed while the folder was read.
            Err(_) => {}
        }
    }
    files.sort();
    Ok(named_apart(files))
}

fn named_apart(paths: Vec<PathBuf>) -> Vec<(PathBuf, String)> {
    let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for path in &paths {
        *counts.entry(text(path.file_stem()).to_lowercase()).or_default() += 1;
    }
    let named = paths.into_iter().map(|path| {
        let stem = text(path.file_stem());
        let shared = counts.get(&stem.to_lowercase()).is_some_and(|count| *count > 1);
        let name = if shared { format!("{stem}-{}", text(path.extension())) } else { stem };
        (path, name)
    });
    named.collect()
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let own = path.extension().and_then(|extension| extension.to_str());
    own.is_some_and(|own| extensions.iter().any(|known| own.eq_ignore_ascii_case(known)))
}
