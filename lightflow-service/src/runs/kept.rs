//! The bytes of an action: the value, and the digests of files that came with it.
//!
//! In front the number of files, as a `u64` in little endian; then name and digest of each; then the output folder
//! that the value names, if it does; then the value.

use std::path::PathBuf;

use bytes::Bytes;
use lightflow_store::{Digest as StoreDigest, Store, StoreError};

use lightflow_runtime::port::{CodecError, Reader, Writer};
use lightflow_runtime::record::{ArtifactFile, Kept};

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
    out.blob(kept.folder.as_ref().map_or(&[][..], |folder| folder.as_os_str().as_encoded_bytes()));
    out.raw(&kept.output);
    Ok((out.into_bytes(), digests))
}

/// Reads the bytes of an action back; `None` if one of its files is gone.
pub fn unpack(store: &Store, bytes: Bytes) -> Result<Option<(Kept, Vec<StoreDigest>)>, StoreError> {
    let mut reader = Reader::new(bytes);
    let Ok((files, folder)) = head(&mut reader) else { return Ok(None) };
    let mut artifacts = Vec::new();
    let mut digests = Vec::new();
    for (name, digest) in files {
        let Some(content) = store.get(digest)? else { return Ok(None) };
        artifacts.push(ArtifactFile { name, content });
        digests.push(digest);
    }
    Ok(Some((Kept { artifacts, folder, output: reader.rest() }, digests)))
}

type Head = (Vec<(PathBuf, StoreDigest)>, Option<PathBuf>);

fn head(reader: &mut Reader) -> Result<Head, CodecError> {
    let count = reader.count(40)?;
    let files = (0..count).map(|_| Ok((path(reader)?, StoreDigest(reader.array()?))));
    let files = files.collect::<Result<_, CodecError>>()?;
    let folder = path(reader)?;
    Ok((files, (!folder.as_os_str().is_empty()).then_some(folder)))
}

fn path(reader: &mut Reader) -> Result<PathBuf, CodecError> {
    use std::os::unix::ffi::OsStringExt as _;
    Ok(std::ffi::OsString::from_vec(reader.blob()?.into()).into())
}
