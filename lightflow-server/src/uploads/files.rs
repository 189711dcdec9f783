//! What an upload holds: its own file, or those of a folder.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use lightflow_service::runs::Digest;
use serde::Serialize;

use super::Uploads;
use crate::http::is_picture;

/// A file of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UploadedFile {
    pub name: String,
    pub digest: Digest,
    pub len: u64,
}

/// The files of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Uploaded {
    pub digest: Digest,
    pub folder: bool,
    pub files: Vec<UploadedFile>,
}

/// What a folder's digest is the digest of, and what is written down of it.
pub(super) fn listed(files: &[(String, Digest)]) -> String {
    let lines = files.iter().map(|(name, digest)| format!("{digest} {name}\n"));
    std::iter::once("folder\n".to_owned()).chain(lines).collect()
}

impl Uploads {
    /// The files of an upload, by name; none if there is no such upload.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn files(&self, digest: Digest) -> io::Result<Option<Uploaded>> {
        let place = self.root.join(digest.to_string());
        let contents = match self.contents(digest)? {
            Some(contents) => contents,
            None => match self.own(digest)? {
                Some(path) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    return Ok(Some(Uploaded {
                        digest,
                        folder: false,
                        files: vec![file(&path, name, digest)?],
                    }));
                }
                None => return Ok(None),
            },
        };
        let files = contents.into_iter().map(|(name, content)| file(&place.join(&name), name, content));
        Ok(Some(Uploaded { digest, folder: true, files: files.collect::<io::Result<_>>()? }))
    }

    /// The bytes of a picture that was uploaded; none if there is no such upload, or it is something else.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn picture(&self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        let Some(path) = self.any_of(digest)? else { return Ok(None) };
        let mut head = Vec::new();
        File::open(&path)?.take(64).read_to_end(&mut head)?;
        if !is_picture(&head) {
            return Ok(None);
        }
        let bytes = fs::read(&path)?;
        // In a folder, there is a file too; its content has another digest.
        Ok((Digest::of(&bytes) == digest).then_some(bytes))
    }

    /// Writes down which contents a folder has: in the folder itself, files have names alone.
    pub(super) fn write_list(&self, digest: Digest, text: &str) -> io::Result<()> {
        let part = self.root.join(format!(".list-{:016x}", fastrand::u64(..)));
        fs::write(&part, text).and_then(|()| fs::rename(&part, self.list(digest))).inspect_err(|_| {
            let _ = fs::remove_file(&part);
        })
    }

    /// Any file of an upload: of a file, the one there is, whatever its name.
    pub(super) fn any_of(&self, digest: Digest) -> io::Result<Option<PathBuf>> {
        match self.root.join(digest.to_string()).read_dir() {
            Ok(entries) => entries.map(|entry| Ok(entry?.path())).min_by(by_name).transpose(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The file of a content, if it is that.
    fn own(&self, digest: Digest) -> io::Result<Option<PathBuf>> {
        let Some(path) = self.any_of(digest)? else { return Ok(None) };
        let (mut file, mut hasher, mut block) = (File::open(&path)?, Digest::hasher(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut block)? {
                0 => return Ok((hasher.finish() == digest).then_some(path)),
                count => hasher.update(&block[..count]),
            }
        }
    }

    /// The names and contents of a folder, if this is one.
    fn contents(&self, digest: Digest) -> io::Result<Option<Vec<(String, Digest)>>> {
        let text = match fs::read_to_string(self.list(digest)) {
            Ok(text) if Digest::of(text.as_bytes()) == digest => text,
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let line = |line: &str| {
            let (content, name) = line.split_once(' ')?;
            Some((name.to_owned(), content.parse().ok()?))
        };
        Ok(text.lines().skip(1).map(line).collect())
    }

    fn list(&self, digest: Digest) -> PathBuf {
        self.root.join(format!("{digest}.list"))
    }
}

fn by_name(one: &io::Result<PathBuf>, other: &io::Result<PathBuf>) -> std::cmp::Ordering {
    one.as_ref().ok().cmp(&other.as_ref().ok())
}

fn file(path: &Path, name: String, digest: Digest) -> io::Result<UploadedFile> {
    Ok(UploadedFile { len: fs::metadata(path)?.len(), name, digest })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought(uploads: &Uploads, name: &str, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        let path = uploads.file(digest, name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        digest
    }

    #[test]
    fn an_upload_tells_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::in_folder(folder.path().into());
        let (cup, mug) = (brought(&uploads, "cup.txt", b"cup"), brought(&uploads, "mug.txt", b"a mug"));
        let one = uploads.files(cup).unwrap().unwrap();
        let told = |name: &str, digest, len| UploadedFile { name: name.into(), digest, len };
        assert_eq!((one.folder, one.files), (false, vec![told("cup.txt", cup, 3)]));

        let both = uploads.folder(&[("two words.txt".into(), mug), ("cup.txt".into(), cup)]).unwrap();
        let all = uploads.files(both).unwrap().unwrap();
        assert_eq!(
            (all.folder, all.files),
            (true, vec![told("cup.txt", cup, 3), told("two words.txt", mug, 5)])
        );
        assert_eq!(uploads.files(Digest::of(b"nothing")).unwrap(), None);
    }

    #[test]
    fn a_folder_is_not_taken_for_one_of_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::in_folder(folder.path().into());
        let picture = b"\x89PNG\r\n\x1a\n, or nearly";
        let cup = brought(&uploads, "cup.png", picture);
        let letter = brought(&uploads, "letter.txt", b"dear");
        assert_eq!(uploads.picture(cup).unwrap().as_deref(), Some(&picture[..]));
        assert_eq!(uploads.picture(letter).unwrap(), None);
        let all = uploads.folder(&[("cup.png".into(), cup)]).unwrap();
        assert_eq!(uploads.picture(all).unwrap(), None);
        // Without its list, nothing says what is in it.
        fs::write(uploads.list(all), "folder\n").unwrap();
        assert_eq!(uploads.files(all).unwrap(), None);
        fs::remove_file(uploads.list(all)).unwrap();
        assert_eq!(uploads.files(all).unwrap(), None);
    }
}
