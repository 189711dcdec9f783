//! Contents by digest: small ones in the database, others in files. What is read is always compared with its digest.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::content_reader::ContentReader;
use crate::error::{At, Result, StoreError};
use crate::{Digest, Store};

/// A content that was looked at so long ago gets a new time when it is looked at again: no lookup writes twice in ten
/// minutes. Pruning beside running processes leaves alone what is not twice as old.
pub(crate) const TOUCH_AFTER_MS: u64 = 10 * 60 * 1000;

/// Where the database says that a content is.
#[derive(Debug)]
pub(crate) enum Place {
    Small(Bytes),
    File,
}

/// A content that is on its way into the store: a larger one is in its file already.
#[derive(Debug)]
pub(crate) struct Staged<'a> {
    pub digest: Digest,
    bytes: &'a [u8],
}

impl Store {
    /// Stores a content and gives its name. What is there already is not written again.
    ///
    /// # Errors
    /// If the store cannot be written, or its disk is full.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest> {
        let staged = self.stage(bytes)?;
        if !self.is_fresh(&staged)? {
            self.0.database.write(|change| self.admit(change, &staged))?;
        }
        Ok(staged.digest)
    }

    /// Reads a content, if the store has it.
    ///
    /// A damaged one is set aside and reads as absent, so that it is computed again.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn get(&self, digest: Digest) -> Result<Option<Bytes>> {
        match self.0.database.read(|connection| place(connection, digest))? {
            None => Ok(None),
            Some(place) => self.fetch(digest, place),
        }
    }

    /// Whether the store has a content. It is not read, so it may still turn out to be damaged.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn contains(&self, digest: Digest) -> Result<bool> {
        match self.0.database.read(|connection| place(connection, digest))? {
            None => Ok(false),
            Some(Place::Small(_)) => Ok(true),
            Some(Place::File) => Ok(self.0.blobs.head(digest)?.is_some()),
        }
    }

    /// Opens a content for reading in parts.
    ///
    /// It is compared with its digest before the first byte is given out, and again while it is read: should the
    /// disk give other bytes the second time, the last read is an error.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn open_reader(&self, digest: Digest) -> Result<Option<ContentReader>> {
        let place = self.0.database.read(|connection| place(connection, digest))?;
        let source: Option<Box<dyn Read + Send>> = match place {
            None => None,
            Some(small @ Place::Small(_)) => {
                self.fetch(digest, small)?.map(|bytes| Box::new(Cursor::new(bytes)) as _)
            }
            Some(Place::File) if self.is_whole(digest)? || self.reread(digest)?.is_some() => {
                self.0.blobs.get(digest)?
            }
            Some(Place::File) => None,
        };
        Ok(source.map(|source| ContentReader::new(source, digest)))
    }

    /// The file of a content, for programs that want a path. Small contents have none.
    ///
    /// Nothing was compared with the digest. The file may be read and never be written.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn path(&self, digest: Digest) -> Result<Option<PathBuf>> {
        match self.0.database.read(|connection| place(connection, digest))? {
            Some(Place::File) if self.0.blobs.head(digest)?.is_some() => Ok(self.0.blobs.path(digest)),
            _ => Ok(None),
        }
    }

    /// Writes a larger content into its file; the database does not speak of it yet.
    pub(crate) fn stage<'a>(&self, bytes: &'a [u8]) -> Result<Staged<'a>> {
        let staged = Staged { digest: Digest::of(bytes), bytes };
        if !self.is_small(&staged) {
            self.0.blobs.put(staged.digest, bytes)?;
        }
        Ok(staged)
    }

    fn is_small(&self, staged: &Staged<'_>) -> bool {
        staged.bytes.len() <= self.0.options.inline_limit
    }

    /// Makes a staged content known, or touches it. Nothing is pruned before the transaction ends, so what is seen here stays.
    pub(crate) fn admit(&self, change: &Transaction<'_>, staged: &Staged<'_>) -> Result<()> {
        let failed = |error| self.0.database.failed(error);
        let now = self.0.options.now_ms();
        // The inline limit may have been another one when the content came.
        let known = change
            .prepare_cached("SELECT small IS NULL FROM contents WHERE digest = ?")
            .and_then(|mut query| query.query_row([staged.digest], |row| row.get::<_, bool>(0)).optional())
            .map_err(failed)?;
        let in_file = known.unwrap_or(!self.is_small(staged));
        if in_file {
            // Pruned between staging and here, or damaged in a way that shows.
            self.0.blobs.put(staged.digest, staged.bytes)?;
        }
        if known.is_some() {
            return touch(change, staged.digest, now).map_err(failed);
        }
        let small = if in_file { None } else { Some(insert_small(change, staged.bytes).map_err(failed)?) };
        change
            .prepare_cached("INSERT INTO contents (digest, len, touched, small) VALUES (?, ?, ?, ?)")
            .and_then(|mut insert| insert.execute(params![staged.digest, staged.bytes.len(), now, small]))
            .map_err(failed)?;
        Ok(())
    }

    /// Whether a content is known and so fresh that nobody prunes it.
    fn is_fresh(&self, staged: &Staged<'_>) -> Result<bool> {
        let known: Option<(u64, bool)> = self.0.database.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT touched, small IS NULL FROM contents WHERE digest = ?")?;
            query.query_row([staged.digest], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })?;
        let now = self.0.options.now_ms();
        Ok(known.is_some_and(|(touched, in_file)| {
            now.saturating_sub(touched) < TOUCH_AFTER_MS && in_file != self.is_small(staged)
        }))
    }

    /// Reads a content at its place and compares it with its digest.
    pub(crate) fn fetch(&self, digest: Digest, place: Place) -> Result<Option<Bytes>> {
        let bytes = match place {
            Place::Small(bytes) => Some(bytes),
            Place::File => self.read_file(digest)?,
        };
        match bytes {
            Some(bytes) if Digest::of(&bytes) == digest => Ok(Some(bytes)),
            _ => self.reread(digest),
        }
    }

    fn read_file(&self, digest: Digest) -> Result<Option<Bytes>> {
        let Some(mut reader) = self.0.blobs.get(digest)? else { return Ok(None) };
        let len = self.0.blobs.head(digest)?.unwrap_or_default();
        let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
        reader.read_to_end(&mut bytes).at("read", &self.blob_path(digest))?;
        Ok(Some(bytes.into()))
    }

    /// Whether the file of a content is there and has its digest.
    fn is_whole(&self, digest: Digest) -> Result<bool> {
        let Some(mut reader) = self.0.blobs.get(digest)? else { return Ok(false) };
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut reader, &mut hasher).at("read", &self.blob_path(digest))?;
        Ok(*hasher.finalize().as_bytes() == digest.0)
    }

    /// Looks a second time while nobody writes: another process may have put the content back, and a bit that
    /// turned over on the way is not the disk's fault. What is still wrong is set aside and forgotten.
    fn reread(&self, digest: Digest) -> Result<Option<Bytes>> {
        let again = self.0.database.write(|change| {
            let failed = |error| self.0.database.failed(error);
            let bytes = match place(change, digest).map_err(failed)? {
                None => return Ok(None),
                Some(Place::Small(bytes)) => Some(bytes),
                Some(Place::File) => self.read_file(digest)?,
            };
            if let Some(bytes) = bytes {
                if Digest::of(&bytes) == digest {
                    return Ok(Some(bytes));
                }
                self.0.blobs.set_aside(digest)?;
            }
            forget(change, digest).map_err(failed)?;
            Ok(None)
        });
        match again {
            // It cannot be set aside, but it is absent all the same.
            Err(StoreError::ReadOnly { .. } | StoreError::Full { .. }) => Ok(None),
            result => result,
        }
    }

    fn blob_path(&self, digest: Digest) -> PathBuf {
        self.0.blobs.path(digest).unwrap_or_else(|| self.0.layout.blobs())
    }
}

/// Where a content is, as far as the database knows.
pub(crate) fn place(connection: &Connection, digest: Digest) -> rusqlite::Result<Option<Place>> {
    let mut query = connection.prepare_cached(
        "SELECT contents.small, small.bytes FROM contents LEFT JOIN small ON small.n = contents.small
         WHERE digest = ?",
    )?;
    let place = |row: &rusqlite::Row<'_>| match row.get::<_, Option<i64>>(0)? {
        None => Ok(Place::File),
        // A row whose bytes are missing is damaged: no bytes at all have another digest.
        Some(_) => Ok(Place::Small(row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default().into())),
    };
    query.query_row([digest], place).optional()
}

/// Says that somebody needs this content now. The time always changes: pruning tells by it that there is a new need.
pub(crate) fn touch(change: &Connection, digest: Digest, now: u64) -> rusqlite::Result<()> {
    let mut update =
        change.prepare_cached("UPDATE contents SET touched = max(?, touched + 1) WHERE digest = ?")?;
    update.execute(params![now, digest])?;
    Ok(())
}

/// Drops all that the database knows of a content.
pub(crate) fn forget(change: &Connection, digest: Digest) -> rusqlite::Result<()> {
    change
        .prepare_cached("DELETE FROM small WHERE n = (SELECT small FROM contents WHERE digest = ?)")?
        .execute([digest])?;
    change.prepare_cached("DELETE FROM contents WHERE digest = ?")?.execute([digest])?;
    Ok(())
}

fn insert_small(change: &Connection, bytes: &[u8]) -> rusqlite::Result<i64> {
    change.prepare_cached("INSERT INTO small (bytes) VALUES (?)")?.execute([bytes])?;
    Ok(change.last_insert_rowid())
}
