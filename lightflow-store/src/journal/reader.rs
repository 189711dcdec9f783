//! Reading a journal, also while it grows.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::Event;
use super::event::seq_of;
use super::lines::Lines;
use crate::error::{At, Result};
use crate::files::Files;

/// Reads the events of a journal in order. It stands behind the last event that it gave; reading again gives what
/// came since.
#[derive(Debug)]
pub struct JournalReader {
    files: Arc<dyn Files>,
    path: PathBuf,
    /// A run that was just created has no journal yet.
    file: Option<File>,
    offset: u64,
    /// The number of the event at `offset`.
    next: u64,
    /// Where reading begins, as long as that event is not there.
    from: u64,
}

/// How much is read at once.
const BLOCK: u64 = 1 << 16;

impl JournalReader {
    pub(crate) fn open(files: &Arc<dyn Files>, path: PathBuf, from: u64) -> Result<Self> {
        let mut reader = Self { files: Arc::clone(files), path, file: None, offset: 0, next: 0, from };
        if let Some(end) = reader.end()?
            && from > 0
            && let Some(lines) = reader.lines()
        {
            let offset = lines.position(from, end)?;
            let next = if offset == end { lines.end(end)?.next } else { from };
            (reader.offset, reader.next) = (offset, next);
        }
        Ok(reader)
    }

    /// The next events, at most `limit`; an empty list if there are none yet.
    ///
    /// # Errors
    /// If the journal cannot be read, or is damaged.
    pub fn read(&mut self, limit: usize) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        let Some(end) = self.end()? else { return Ok(events) };
        while events.len() < limit && self.offset < end {
            let Some(lines) = self.lines() else { break };
            let mut len = (end - self.offset).min(BLOCK);
            let mut block = lines.read(self.offset, len)?;
            // A line that is longer than a block.
            while !block.contains(&b'\n') && self.offset + len < end {
                len = (len * 2).min(end - self.offset);
                block = lines.read(self.offset, len)?;
            }
            for line in block.split_inclusive(|byte| *byte == b'\n') {
                let Some(text) = line.strip_suffix(b"\n") else { break };
                if events.len() == limit {
                    break;
                }
                let event = self.event(text)?;
                self.offset += line.len() as u64;
                self.next += 1;
                if event.seq >= self.from {
                    events.push(event);
                }
            }
        }
        Ok(events)
    }

    /// The number of the last event that is there, if there is one.
    ///
    /// # Errors
    /// If the journal cannot be read, or is damaged.
    pub fn last_seq(&mut self) -> Result<Option<u64>> {
        let Some(end) = self.end()? else { return Ok(None) };
        let Some(lines) = self.lines() else { return Ok(None) };
        Ok(lines.end(end)?.next.checked_sub(1))
    }

    fn event(&self, text: &[u8]) -> Result<Event> {
        let damaged = || self.lines().map(|lines| lines.damaged(self.offset));
        let json = str::from_utf8(text).ok().filter(|_| seq_of(text) == Some(self.next));
        match json {
            Some(json) => Ok(Event { seq: self.next, json: json.to_owned() }),
            None => Err(damaged().expect("the file is open")),
        }
    }

    /// Where the last whole line ends now.
    fn end(&mut self) -> Result<Option<u64>> {
        if self.file.is_none() {
            match self.files.open(&self.path) {
                Ok(file) => self.file = Some(file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error).at("open", &self.path),
            }
        }
        let Some(lines) = self.lines() else { return Ok(None) };
        let len = lines.file.metadata().at("look at", &self.path)?.len();
        match lines.newline_before(len) {
            Ok(newline) => Ok(Some(newline.map_or(0, |at| at + 1))),
            // Its torn end was cut in this moment: the next look sees a file that only grows.
            Err(crate::StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::UnexpectedEof => {
                let len = lines.file.metadata().at("look at", &self.path)?.len();
                Ok(Some(lines.newline_before(len)?.map_or(0, |at| at + 1)))
            }
            Err(error) => Err(error),
        }
    }

    fn lines(&self) -> Option<Lines<'_>> {
        let file = self.file.as_ref()?;
        Some(Lines { files: &*self.files, file, path: &self.path })
    }
}
