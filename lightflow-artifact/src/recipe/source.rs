//! Reading parts of a file, or of bytes in memory, in the same way.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use super::{Format, RecipeError};

/// Bytes of a known length that can be read from anywhere.
pub(super) trait Source {
    fn len(&self) -> u64;

    /// Fills `buffer` with the bytes at `at`, all of which have to be there.
    fn fill(&mut self, at: u64, buffer: &mut [u8]) -> Result<(), RecipeError>;
}

impl Source for &[u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn fill(&mut self, at: u64, buffer: &mut [u8]) -> Result<(), RecipeError> {
        let rest = usize::try_from(at).ok().and_then(|at| self.get(at..));
        let part = rest.and_then(|rest| rest.get(..buffer.len()));
        buffer.copy_from_slice(part.ok_or_else(|| RecipeError::Read(io::ErrorKind::UnexpectedEof.into()))?);
        Ok(())
    }
}

/// A file. The headers that are looked for mostly lie near each other, so it reads a little ahead.
pub(super) struct FileSource {
    reader: BufReader<File>,
    at: u64,
    len: u64,
}

impl FileSource {
    /// A regular file: to open a pipe would wait for somebody to write into it.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !path.metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Self { reader: BufReader::with_capacity(1 << 12, file), at: 0, len })
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.len
    }

    fn fill(&mut self, at: u64, buffer: &mut [u8]) -> Result<(), RecipeError> {
        self.reader.seek_relative(at.wrapping_sub(self.at) as i64).map_err(RecipeError::Read)?;
        self.at = at;
        self.reader.read_exact(buffer).map_err(RecipeError::Read)?;
        self.at += buffer.len() as u64;
        Ok(())
    }
}

/// The `N` bytes at `at`, which belong to `part`.
pub(super) fn bytes<const N: usize>(
    source: &mut dyn Source,
    format: Format,
    part: &str,
    at: u64,
) -> Result<[u8; N], RecipeError> {
    whole(source, format, part, at..at.saturating_add(N as u64))?;
    let mut bytes = [0; N];
    source.fill(at, &mut bytes)?;
    Ok(bytes)
}

/// Says that `part` is cut off if it does not end within the file.
pub(super) fn whole(
    source: &dyn Source,
    format: Format,
    part: &str,
    range: Range<u64>,
) -> Result<(), RecipeError> {
    let len = source.len();
    if range.end > len {
        return Err(RecipeError::CutOff { format, part: part.to_owned(), at: range.start, len });
    }
    Ok(())
}

/// `file` without these ranges, which are in order and do not overlap.
pub(super) fn without(file: &[u8], ranges: &[Range<u64>]) -> Vec<u8> {
    let mut rest = Vec::with_capacity(file.len());
    let mut from = 0;
    for range in ranges {
        rest.extend_from_slice(&file[from..range.start as usize]);
        from = range.end as usize;
    }
    rest.extend_from_slice(&file[from..]);
    rest
}

/// `file` with `part` at `at`.
pub(super) fn with(file: &[u8], at: usize, part: &[u8]) -> Vec<u8> {
    [&file[..at], part, &file[at..]].concat()
}
