//! A source file: its text, and its syntax if it can be parsed.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::{fs, io};

/// A file that is looked at.
#[derive(Debug)]
pub struct File {
    /// Its text.
    pub text: String,
    syntax: OnceCell<Option<syn::File>>,
}

impl File {
    /// A file with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), syntax: OnceCell::new() }
    }

    /// Its syntax; `None` if it is not Rust.
    pub fn syntax(&self) -> Option<&syn::File> {
        self.syntax.get_or_init(|| syn::parse_file(&self.text).ok()).as_ref()
    }

    /// A piece of the text; empty if the range is none of this file.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The line that holds this byte, without its end.
    pub fn line(&self, byte: usize) -> &str {
        &self.text[self.line_start(byte)..self.line_end(byte)]
    }

    /// Where the line of this byte starts.
    pub fn line_start(&self, byte: usize) -> usize {
        self.text[..self.clip(byte)].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line of this byte ends, before the line break.
    pub fn line_end(&self, byte: usize) -> usize {
        let byte = self.clip(byte);
        self.text[byte..].find('\n').map_or(self.text.len(), |end| byte + end)
    }

    /// The end of the text before this byte, without the space in between.
    pub fn end_before(&self, byte: usize) -> usize {
        self.text[..self.clip(byte)].trim_end().len()
    }

    /// The start of the text from this byte on, without the space in between.
    pub fn start_after(&self, byte: usize) -> usize {
        let byte = self.clip(byte);
        self.text.len() - self.text[byte..].trim_start().len()
    }

    fn clip(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

/// The files that were looked at so far, below one root.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    read: BTreeMap<PathBuf, Rc<File>>,
}

impl Files {
    /// Files whose names in messages are relative to `root`.
    pub fn below(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), read: BTreeMap::new() }
    }

    /// Where a file of this name is.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.join(name)
    }

    /// Reads a file, or gives what was read of it before.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn get(&mut self, name: impl AsRef<Path>) -> io::Result<Rc<File>> {
        let path = self.path(name);
        if let Some(file) = self.read.get(&path) {
            return Ok(Rc::clone(file));
        }
        let file = Rc::new(File::new(fs::read_to_string(&path)?));
        self.read.insert(path, Rc::clone(&file));
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_their_bytes() {
        let file = File::new("one\n  zwölf\nthree");
        assert_eq!(file.line(8), "  zwölf");
        assert_eq!(file.line(0), "one");
        assert_eq!(file.line(99), "three");
        assert_eq!(file.end_before(6), 3);
        assert_eq!(file.start_after(3), 6);
        assert_eq!(file.slice(&(6..11)), "zwöl");
        assert_eq!(file.slice(&(6..9)), "", "no letter is cut");
    }
}
