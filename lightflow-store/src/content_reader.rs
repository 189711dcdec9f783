//! Reading a content in parts without ever taking wrong bytes for it.

use std::fmt;
use std::io::{self, Read};

use crate::Digest;

/// Reads a content in parts. What was read is the content if the end was reached without an error.
pub struct ContentReader {
    source: Box<dyn Read + Send>,
    digest: Digest,
    hasher: blake3::Hasher,
}

impl ContentReader {
    pub(crate) fn new(source: Box<dyn Read + Send>, digest: Digest) -> Self {
        Self { source, digest, hasher: blake3::Hasher::new() }
    }
}

impl Read for ContentReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.hasher.update(&buffer[..count]);
        if count == 0 && !buffer.is_empty() && *self.hasher.finalize().as_bytes() != self.digest.0 {
            let text = format!("content {} was not read as it was written", self.digest.short());
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        Ok(count)
    }
}

impl fmt::Debug for ContentReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentReader").field("digest", &self.digest).finish_non_exhaustive()
    }
}
