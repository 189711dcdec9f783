//! Contents in files of their own, behind a trait as narrow as an object store.

mod local;

use std::fmt;
use std::io::Read;
use std::path::PathBuf;

pub(crate) use local::LocalBlobs;

use crate::Digest;
use crate::error::Result;

/// Where larger contents lie. It keeps bytes by name and judges nothing: the store compares digests.
pub(crate) trait Blobs: fmt::Debug + Send + Sync {
    /// Stores a content whole or not at all; gives whether it had to be written.
    fn put(&self, digest: Digest, bytes: &[u8]) -> Result<bool>;
    /// Opens a content, if it is there.
    fn get(&self, digest: Digest) -> Result<Option<Box<dyn Read + Send>>>;
    /// Its length, if it is there.
    fn head(&self, digest: Digest) -> Result<Option<u64>>;
    /// Removes it; gives whether it was there.
    fn delete(&self, digest: Digest) -> Result<bool>;
    /// Visits all contents, in no order.
    fn list(&self, visit: &mut dyn FnMut(Listed) -> Result<()>) -> Result<()>;
    /// Takes a content away that is not what its name says, and keeps it for people to look at.
    fn set_aside(&self, digest: Digest) -> Result<()>;
    /// The file, for programs that want a path.
    fn path(&self, digest: Digest) -> Option<PathBuf>;
}

/// One content that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    pub digest: Digest,
    /// When it was written, in ms since 1970.
    pub written_ms: u64,
}
