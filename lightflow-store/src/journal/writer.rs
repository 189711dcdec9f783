//! Appending to a journal.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use super::AsEvent;
use super::event::write_line;
use super::lines::{End, Lines};
use crate::error::{At, Result};
use crate::files::{self, Files};
use crate::options::{Durability, Options};

/// The one writer of a journal: it has the lock of the run.
#[derive(Debug)]
pub(crate) struct JournalWriter {
    files: Arc<dyn Files>,
    path: PathBuf,
    file: File,
    end: End,
    /// Whether the file has more than whole lines: an append went wrong, and so did cutting what it left.
    is_torn: bool,
    sync: bool,
}

impl JournalWriter {
    /// Opens a journal to go on with it: finds the last whole line, and cuts what a killed process left behind it.
    pub fn open(options: &Options, path: PathBuf) -> Result<Self> {
        let files = Arc::clone(&options.files);
        let file = files.append(&path).at("open", &path)?;
        let len = file.metadata().at("look at", &path)?.len();
        let end = Lines { files: &*files, file: &file, path: &path }.end(len)?;
        let sync = options.durability == Durability::Full;
        let mut writer = Self { files, path, file, end, is_torn: len > end.len, sync };
        writer.cut()?;
        Ok(writer)
    }

    pub fn next_seq(&self) -> u64 {
        self.end.next
    }

    /// Writes events in one go. After an error, those that were written whole stay, because somebody may have read
    /// them by now.
    pub fn append<E: AsEvent>(&mut self, events: &[E]) -> Result<()> {
        let mut lines = Vec::new();
        for (event, seq) in events.iter().zip(self.end.next..) {
            write_line(&mut lines, seq, event)?;
        }
        self.cut()?;
        let (taken, mut result) = files::write_all(&*self.files, &self.file, &self.path, &lines);
        let whole = lines[..taken].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let count = lines[..whole].iter().filter(|byte| **byte == b'\n').count();
        self.end.len += whole as u64;
        self.end.next += count as u64;
        if result.is_ok() && self.sync {
            result = self.files.sync(&self.file, &self.path);
        }
        if result.is_err() {
            self.is_torn = taken > whole;
            // If this goes wrong too, the next append or the next process does it.
            let _ = self.cut();
        }
        result.at("write", &self.path)
    }

    fn cut(&mut self) -> Result<()> {
        if self.is_torn {
            self.files.truncate(&self.file, &self.path, self.end.len).at("write", &self.path)?;
            self.is_torn = false;
        }
        Ok(())
    }
}
