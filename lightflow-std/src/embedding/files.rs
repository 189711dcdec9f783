//! Files of a model: read whole, within bounds, and only if they are the ones that were meant.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::LoadError;
use super::checksums::Checksums;

/// Descriptions are small; the longest vocabularies have some tens of megabytes.
pub const CONFIG_LIMIT: u64 = 1 << 20;
pub const TOKENIZER_LIMIT: u64 = 128 << 20;
/// Above the largest text embedders that run on a CPU in useful time.
pub const WEIGHTS_LIMIT: u64 = 8 << 30;

/// Reads a file that has to be there and to have its checksum.
pub fn read(
    folder: &Path,
    name: &'static str,
    limit: u64,
    checksums: &Checksums,
) -> Result<Vec<u8>, LoadError> {
    let expected = checksums.get(name).ok_or(LoadError::NoChecksum(name))?;
    let path = folder.join(name);
    let failed = |source| LoadError::Read { path: path.clone(), source };
    let mut file = File::open(&path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > limit {
        return Err(LoadError::TooLarge { path, size, limit });
    }
    let mut bytes = Vec::new();
    // Bounded a second time, for what is no regular file says no size.
    file.by_ref().take(limit).read_to_end(&mut bytes).map_err(failed)?;
    let found = sha256(&bytes);
    if found != expected {
        return Err(LoadError::OtherFile { path, expected: expected.to_owned(), found });
    }
    Ok(bytes)
}

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_bounded_and_has_its_checksum() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.json"), "four").unwrap();
        let checksums = |digits: &str| Checksums::parse(&format!("{digits}  config.json")).unwrap();
        let read = |limit, digits: &str| read(folder.path(), "config.json", limit, &checksums(digits));
        assert_eq!(read(4, &sha256(b"four")).unwrap(), b"four");
        assert!(matches!(read(3, &sha256(b"four")), Err(LoadError::TooLarge { size: 4, limit: 3, .. })));
        assert!(matches!(read(4, &sha256(b"five")), Err(LoadError::OtherFile { .. })));
    }
}
