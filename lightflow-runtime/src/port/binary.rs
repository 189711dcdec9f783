//! The written form of values: what a store keeps, and what the identity of an input is taken from.
//!
//! Little endian, fixed width, lengths as `u64` in front. It is canonical: equal values have equal bytes.

use bytes::Bytes;
use std::path::{Component, Path, PathBuf};

use super::{CodecError, Storage};
use crate::record::FileDigests;

/// Writes values down.
#[derive(Debug, Default)]
pub struct Writer<'a> {
    bytes: Vec<u8>,
    /// Where paths mean what lies there.
    files: Option<&'a FileDigests>,
    /// The output folder of the run: paths into it are written without it, so that they mean the same in another one.
    folder: Option<&'a Path>,
    /// Those paths, as they were written.
    inside: Vec<PathBuf>,
}

/// In front of a path: as it is.
const AS_IT_IS: u8 = 0;

/// In front of a path: from the output folder on.
const INSIDE: u8 = 1;

impl<'a> Writer<'a> {
    /// Writes values to keep them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes values to compare them: a path stands for what lies there.
    pub(crate) fn of_identity(files: &'a FileDigests, folder: &'a Path) -> Self {
        Self { files: Some(files), folder: Some(folder), ..Self::default() }
    }

    /// Writes a value that a run with this output folder keeps.
    pub(crate) fn of_run(folder: &'a Path) -> Self {
        Self { folder: Some(folder), ..Self::default() }
    }

    /// Some bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A number of items.
    pub fn count(&mut self, count: usize) {
        self.raw(&(count as u64).to_le_bytes());
    }

    /// Some bytes and how many they are.
    pub fn blob(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.raw(bytes);
    }

    /// A path.
    ///
    /// # Errors
    /// When what lies there is asked for, and cannot be read.
    pub fn path(&mut self, path: &Path) -> Result<(), CodecError> {
        let inside =
            self.folder.and_then(|folder| path.strip_prefix(folder).ok()).filter(|rest| is_plain(rest));
        self.raw(&[if inside.is_some() { INSIDE } else { AS_IT_IS }]);
        self.blob(inside.unwrap_or(path).as_os_str().as_encoded_bytes());
        if let Some(inside) = inside {
            self.inside.push(inside.into());
        }
        if let Some(files) = self.files {
            let digest = files.of(path).map_err(|error| {
                CodecError::new(format!("cannot read {} to see whether it changed: {error}", path.display()))
            })?;
            self.raw(digest.as_bytes());
        }
        Ok(())
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What was written, and the paths into the output folder in it.
    pub(crate) fn into_parts(self) -> (Vec<u8>, Vec<PathBuf>) {
        (self.bytes, self.inside)
    }
}

/// Whether a path leads down only.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Reads what a [`Writer`] wrote.
#[derive(Debug)]
pub struct Reader {
    bytes: Bytes,
    folder: PathBuf,
}

impl Reader {
    /// Reads these bytes.
    pub fn new(bytes: Bytes) -> Self {
        Self { bytes, folder: PathBuf::new() }
    }

    /// Reads what a run kept, for a run with this output folder.
    pub(crate) fn of_run(bytes: Bytes, folder: &Path) -> Self {
        Self { bytes, folder: folder.into() }
    }

    /// The next bytes, shared and not copied.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn raw(&mut self, count: usize) -> Result<Bytes, CodecError> {
        if count > self.bytes.len() {
            return Err(CodecError::new(format!("{count} bytes are wanted, {} are there", self.bytes.len())));
        }
        Ok(self.bytes.split_to(count))
    }

    /// As many bytes as an array has.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let mut array = [0; N];
        array.copy_from_slice(&self.raw(N)?);
        Ok(array)
    }

    /// A number of items; each has at least `least` bytes, so a wrong number is found before memory is asked for.
    ///
    /// # Errors
    /// When so many items cannot follow.
    pub fn count(&mut self, least: usize) -> Result<usize, CodecError> {
        let count = u64::from_le_bytes(self.array()?);
        match usize::try_from(count) {
            Ok(count) if count.saturating_mul(least) <= self.bytes.len() => Ok(count),
            _ => Err(CodecError::new(format!("{count} items cannot follow in {} bytes", self.bytes.len()))),
        }
    }

    /// Bytes with their number in front.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn blob(&mut self) -> Result<Bytes, CodecError> {
        let count = self.count(1)?;
        self.raw(count)
    }

    /// A text.
    ///
    /// # Errors
    /// When it is none.
    pub fn text(&mut self) -> Result<String, CodecError> {
        String::from_utf8(self.blob()?.into()).map_err(|_| CodecError::new("a text is not UTF-8"))
    }

    /// A path.
    ///
    /// # Errors
    /// When it is none.
    pub fn path(&mut self) -> Result<PathBuf, CodecError> {
        use std::os::unix::ffi::OsStringExt as _;
        let [form] = self.array()?;
        let path = PathBuf::from(std::ffi::OsString::from_vec(self.blob()?.into()));
        match form {
            AS_IT_IS => Ok(path),
            INSIDE if is_plain(&path) => Ok(self.folder.join(path)),
            _ => Err(CodecError::new("a path has no form that is known")),
        }
    }

    /// All that is left.
    pub fn rest(self) -> Bytes {
        self.bytes
    }

    /// Fails if something is left.
    ///
    /// # Errors
    /// When bytes follow the value.
    pub fn end(&self) -> Result<(), CodecError> {
        match self.bytes.len() {
            0 => Ok(()),
            left => Err(CodecError::new(format!("{left} bytes follow the value"))),
        }
    }
}

/// How values of a type are written and read.
///
/// Generated code passes it on, so that a type that is no port is refused at its own name, and only there.
#[derive(Debug)]
pub struct Codec<T> {
    /// [`Port::write`](super::Port::write)
    pub write: fn(&T, &mut Writer<'_>) -> Result<(), CodecError>,
    /// [`Port::read`](super::Port::read)
    pub read: fn(&mut Reader) -> Result<T, CodecError>,
    /// [`Port::LAYOUT`](super::Port::LAYOUT)
    pub layout: u64,
    /// [`Port::STORAGE`](super::Port::STORAGE)
    pub storage: Storage,
    /// [`Port::NAMES_FILES`](super::Port::NAMES_FILES)
    pub names_files: bool,
}

impl<T> Clone for Codec<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Codec<T> {}

impl<T> Codec<T> {
    /// Writes a list.
    pub(crate) fn write_list(&self, items: &[T], out: &mut Writer<'_>) -> Result<(), CodecError> {
        out.count(items.len());
        items.iter().enumerate().try_for_each(|(index, item)| {
            (self.write)(item, out).map_err(|error| error.at(format!("[{index}]")))
        })
    }
}

/// The layout of a type that is made of others.
pub const fn layout(parts: &[u64]) -> u64 {
    // FNV-1a, 64 bits.
    let (mut hash, mut index) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while index < parts.len() {
        hash = (hash ^ parts[index]).wrapping_mul(0x0000_0100_0000_01b3);
        hash ^= hash >> 29;
        index += 1;
    }
    hash
}
