use lightflow::prelude::*;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// Extensions of the files that count as recordings.
const EXTENSIONS: [&str; 7] = ["wav", "flac", "mp3", "ogg", "oga", "m4a", "aac"];

/// A recording on disk and what it is called in a report and in the names of files.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct SoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called.
    pub name: String,
}

/// Why no recordings were listed.
#[derive(Debug, thiserror::Error)]
pub enum ListSoundsError {
    #[error("sound folder {folder:?} cannot be read: {source}; check the path and its permissions")]
    Unreadable { folder: PathBuf, source: io::Error },
    #[error(
        "sound folder {folder:?} holds no wav, flac, mp3, ogg, oga, m4a or aac file; put recordings into it"
    )]
    Empty { folder: PathBuf },
}

/// Lists the recordings of a folder in the order of their names.
///
/// Extensions count in upper and lower case alike; folders inside and hidden files are passed over. Each recording is named after the stem
/// of its file, and no two have the same name.
#[node(needs(fs))]
pub fn list_sounds(folder: PathBuf) -> Result<Vec<SoundFile>, ListSoundsError> {
    let mut sounds = Vec::new();
    let entries = std::fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    for entry in entries.map_err(|source| ListSoundsError::Unreadable { folder: folder.clone(), source })? {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && is_sound(&path) && path.is_file() {
            sounds.push(path);
        }
    }
    if sounds.is_empty() {
        return Err(ListSoundsError::Empty { folder });
    }
    sounds.sort();
    Ok(named_apart(sounds))
}

/// Names each recording after the stem of its file, with the extension where two stems are the same.
fn named_apart(paths: Vec<PathBuf>) -> Vec<SoundFile> {
    let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for path in &paths {
        *counts.entry(text(path.file_stem()).to_lowercase()).or_default() += 1;
    }
    let named = paths.into_iter().map(|path| {
        let stem = text(path.file_stem());
        let shared = counts.get(&stem.to_lowercase()).is_some_and(|count| *count > 1);
        let name = if shared { format!("{stem}-{}", text(path.extension())) } else { stem };
        SoundFile { path, name }
    });
    named.collect()
}

fn is_sound(path: &Path) -> bool {
    let Some(extension) = path.extension().and_then(|extension| extension.to_str()) else {
        return false;
    };
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            std::fs::write(folder.path().join(file), b"").unwrap();
        }
        let listed = list_sounds(folder.path().to_owned()).unwrap();
        listed.into_iter().map(|sound| sound.name).collect()
    }

    #[test]
    fn recordings_come_in_the_order_of_their_names() {
        assert_eq!(names(&["c.WAV", "a.flac", "b.mp3", "notes.txt", ".d.wav", "wav"]), ["a", "b", "c"]);
    }

    #[test]
    fn recordings_with_the_same_stem_are_named_apart() {
        assert_eq!(names(&["take.wav", "take.flac", "end.wav"]), ["end", "take-flac", "take-wav"]);
    }

    #[test]
    fn a_folder_without_recordings_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = list_sounds(folder.path().to_owned()).unwrap_err();
        assert!(error.to_string().contains("holds no wav"));
        let error = list_sounds(folder.path().join("missing")).unwrap_err();
        assert!(error.to_string().contains("cannot be read"));
    }
}
