//! The bytes of an action: the value, and the digests of files that came with it.
//!
//! In front the number of files, as a `u64` in little endian; then name and digest of each; then the value.

use bytes::Bytes;
use lightflow_store::{Digest as StoreDigest, Store, StoreError};

use crate::port::{CodecError, Reader, Writer};
use crate::record::{ArtifactFile, Kept};

/// Stores the files, and gives the bytes of the action with their digests.
pub fn pack(store: &Store, kept: &Kept) -> Result<(Vec<u8>, Vec<StoreDigest>), StoreError> {
    let mut out = Writer::new();
    out.count(kept.artifacts.len());
    let mut digests = Vec::new();
    for file in &kept.artifacts {
        let digest = store.put(&file.content)?;
        out.blob(file.name.as_os_str().as_encoded_bytes());
        out.raw(&digest.0);
        digests.push(digest);
    }
    out.raw(&kept.output);
    Ok((out.into_bytes(), digests))
}

/// Reads the bytes of an action back; `None` if one of its files is gone.
pub fn unpack(store: &Store, bytes: Bytes) -> Result<Option<(Kept, Vec<StoreDigest>)>, StoreError> {
    let mut reader = Reader::new(bytes);
    let Ok(files) = names(&mut reader) else { return Ok(None) };
    let mut artifacts = Vec::new();
    let mut digests = Vec::new();
    for (name, digest) in files {
        let Some(content) = store.get(digest)? else { return Ok(None) };
        artifacts.push(ArtifactFile { name, content });
        digests.push(digest);
    }
    Ok(Some((Kept { artifacts, output: reader.rest() }, digests)))
}

fn names(reader: &mut Reader) -> Result<Vec<(std::path::PathBuf, StoreDigest)>, CodecError> {
    let count = reader.count(40)?;
    (0..count).map(|_| Ok((reader.path()?, StoreDigest(reader.array()?)))).collect()
}
