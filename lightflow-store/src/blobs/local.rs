//! Contents as files: `blobs/ab/cdef..`.

use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use super::{Blobs, Listed};
use crate::Digest;
use crate::error::{At, Result};
use crate::files::{FileReader, Files, Whole};
use crate::layout::Layout;
use crate::options::{Durability, Options};

#[derive(Debug)]
pub(crate) struct LocalBlobs {
    layout: Layout,
    files: Arc<dyn Files>,
    durability: Durability,
}

impl LocalBlobs {
    pub fn new(layout: &Layout, options: &Options) -> Self {
        let files = Arc::clone(&options.files);
        Self { layout: layout.clone(), files, durability: options.durability }
    }

    fn file(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.layout.blobs().join(&name[..2]).join(&name[2..])
    }

    fn rename_into(&self, folder: &Path, from: &Path, to: &Path) -> io::Result<()> {
        match self.files.rename(from, to) {
            // The first content of its folder. That the folder is there by now says nothing: another process made it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                self.files.rename(from, to)
            }
            result => result,
        }
    }
}

impl Blobs for LocalBlobs {
    fn put(&self, digest: Digest, bytes: &[u8]) -> Result<bool> {
        if self.head(digest)? == Some(bytes.len() as u64) {
            return Ok(false);
        }
        let to = self.file(digest);
        let folder = to.parent().expect("a blob lies in a folder");
        let temporary = self.layout.new_blob();
        let sync = self.durability != Durability::Process;
        let whole = Whole { files: &*self.files, temporary: &temporary, mode: 0o444, sync };
        whole.write(bytes).at("write", &to)?;
        let renamed = self.rename_into(folder, &temporary, &to);
        if renamed.is_err() {
            // The error of the rename is the one to report.
            let _ = self.files.remove(&temporary);
        }
        renamed.at("write", &to)?;
        if self.durability == Durability::Full {
            let opened = File::open(folder).at("open", folder)?;
            self.files.sync(&opened, folder).at("write", folder)?;
        }
        Ok(true)
    }

    fn get(&self, digest: Digest) -> Result<Option<Box<dyn Read + Send>>> {
        let path = self.file(digest);
        match FileReader::open(&self.files, path.clone()) {
            Ok(reader) => Ok(Some(Box::new(reader))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).at("open", &path),
        }
    }

    fn head(&self, digest: Digest) -> Result<Option<u64>> {
        let path = self.file(digest);
        match fs::metadata(&path) {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).at("look at", &path),
        }
    }

    fn delete(&self, digest: Digest) -> Result<bool> {
        let path = self.file(digest);
        match self.files.remove(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error).at("remove", &path),
        }
    }

    fn list(&self, visit: &mut dyn FnMut(Listed) -> Result<()>) -> Result<()> {
        let blobs = self.layout.blobs();
        for folder in fs::read_dir(&blobs).at("read", &blobs)? {
            let folder = folder.at("read", &blobs)?;
            for entry in fs::read_dir(folder.path()).at("read", &folder.path())? {
                // A file that another process has just removed is not listed, and neither is a strange one.
                if let Some(listed) = entry.ok().and_then(|entry| listed(&folder, &entry)) {
                    visit(listed)?;
                }
            }
        }
        Ok(())
    }

    fn set_aside(&self, digest: Digest) -> Result<()> {
        let from = self.file(digest);
        // The same content may be damaged a second time.
        let to = self.layout.quarantine().join(format!("{digest}.{:08x}", fastrand::u32(..)));
        match self.files.rename(&from, &to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).at("set aside", &from),
            _ => Ok(()),
        }
    }

    fn path(&self, digest: Digest) -> Option<PathBuf> {
        Some(self.file(digest))
    }
}

fn listed(folder: &DirEntry, entry: &DirEntry) -> Option<Listed> {
    let name = [folder.file_name(), entry.file_name()].map(|name| name.to_string_lossy().into_owned());
    let digest = name.concat().parse().ok()?;
    let metadata = entry.metadata().ok()?;
    let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(Listed { digest, written_ms: u64::try_from(written.as_millis()).ok()? })
}
