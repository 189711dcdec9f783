use lightflow::prelude::*;

use std::io;

use lightflow_std::listing::files_of;

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
    let files = files_of(&folder, &EXTENSIONS);
    let files = files.map_err(|source| ListSoundsError::Unreadable { folder: folder.clone(), source })?;
    if files.is_empty() {
        return Err(ListSoundsError::Empty { folder });
    }
    Ok(files.into_iter().map(|(path, name)| SoundFile { path, name }).collect())
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
