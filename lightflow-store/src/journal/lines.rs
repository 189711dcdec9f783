//! Finding lines in a file without reading all of it.

use std::fs::File;
use std::io;
use std::path::Path;

use super::event::seq_of;
use crate::error::{At, Result, StoreError};
use crate::files::Files;

/// Read at once: a few events.
const BLOCK: usize = 1 << 12;

/// A stretch in which lines are looked at one by one.
const SHORT: u64 = 1 << 9;

/// A journal whose lines are looked for.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub files: &'a dyn Files,
    pub file: &'a File,
    pub path: &'a Path,
}

/// Where the last whole line ends, and what number comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub len: u64,
    pub next: u64,
}

impl Lines<'_> {
    /// Finds the end from behind: the cost does not grow with the journal.
    pub fn end(&self, file_len: u64) -> Result<End> {
        let mut end = self.newline_before(file_len)?.map_or(0, |at| at + 1);
        while end > 0 {
            let start = self.newline_before(end - 1)?.map_or(0, |at| at + 1);
            let line = self.read(start, end - 1 - start)?;
            // JSON has no byte 0. After a loss of power, a part of the file may read as zeros.
            if line.contains(&0) {
                end = start;
                continue;
            }
            let next = seq_of(&line).ok_or_else(|| self.damaged(start))?.saturating_add(1);
            return Ok(End { len: end, next });
        }
        Ok(End { len: 0, next: 0 })
    }

    /// Where the line with this number begins, or the end of the file if it is not there yet.
    pub fn position(&self, seq: u64, end: u64) -> Result<u64> {
        // The line at `low` comes before the one that is looked for, or is the first.
        let (mut low, mut high) = (0, end);
        while high - low > SHORT {
            let middle = low + (high - low) / 2;
            let start = self.newline_from(middle, end)?.map_or(end, |at| at + 1);
            if start >= high || self.seq_at(start, end)? >= seq {
                high = middle;
            } else {
                low = start;
            }
        }
        while low < end && self.seq_at(low, end)? < seq {
            low = self.newline_from(low, end)?.map_or(end, |at| at + 1);
        }
        Ok(low)
    }

    fn seq_at(&self, start: u64, end: u64) -> Result<u64> {
        let stop = self.newline_from(start, end)?.unwrap_or(end);
        seq_of(&self.read(start, stop - start)?).ok_or_else(|| self.damaged(start))
    }

    /// The last newline before a place.
    pub fn newline_before(&self, place: u64) -> Result<Option<u64>> {
        let mut stop = place;
        while stop > 0 {
            let start = stop.saturating_sub(BLOCK as u64);
            let block = self.read(start, stop - start)?;
            if let Some(at) = block.iter().rposition(|byte| *byte == b'\n') {
                return Ok(Some(start + at as u64));
            }
            stop = start;
        }
        Ok(None)
    }

    /// The first newline at or after a place, before `end`.
    fn newline_from(&self, place: u64, end: u64) -> Result<Option<u64>> {
        let mut start = place;
        while start < end {
            let block = self.read(start, (end - start).min(BLOCK as u64))?;
            if let Some(at) = block.iter().position(|byte| *byte == b'\n') {
                return Ok(Some(start + at as u64));
            }
            start += block.len() as u64;
        }
        Ok(None)
    }

    pub fn read(&self, start: u64, len: u64) -> Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        let mut taken = 0;
        while taken < bytes.len() {
            let offset = start + taken as u64;
            match self.files.read_at(self.file, self.path, &mut bytes[taken..], offset) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()).at("read", self.path),
                Ok(count) => taken += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error).at("read", self.path),
            }
        }
        Ok(bytes)
    }

    pub fn damaged(&self, start: u64) -> StoreError {
        let cause = format!("the line at byte {start} is no event");
        StoreError::Damaged { path: self.path.to_owned(), cause }
    }
}
