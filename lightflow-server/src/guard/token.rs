//! The token: who knows it may do all.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use blake3::Hash;

/// The shortest token, in bytes.
const SHORTEST: usize = 16;
/// The longest token, in bytes.
const LONGEST: usize = 4096;

/// A secret that clients have to know.
///
/// Only digests of it are kept, so that no log, error or `Debug` can have it. What a client sends is hashed and the digests are compared: the hash takes as long
/// for any text of a length, and the comparison of [`blake3::Hash`] is in constant time, so the time of an answer says nothing about the token.
///
/// The cookie of the page is another digest: who finds one does not know the token, it outlives a restart, and a new token ends it.
#[derive(Clone)]
pub struct Token {
    bearer: Hash,
    cookie: Hash,
    name: String,
}

/// Why a token cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The file cannot be read.
    #[error("the token file {} cannot be read: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Other users can read or write the file.
    #[error("other users have access to the token file {} (mode {mode:04o}); run `chmod 600` on it", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The token is not what a token may be.
    #[error("the token in {} {what}; write a new one with `openssl rand -hex 32`", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
}

impl Token {
    /// A token of at least 16 visible ASCII characters. The error says what it lacks.
    pub fn new(secret: &str) -> Result<Token, &'static str> {
        match secret.len() {
            0 => return Err("is empty"),
            1..SHORTEST => return Err("is shorter than 16 bytes"),
            SHORTEST..=LONGEST => {}
            _ => return Err("is longer than 4096 bytes"),
        }
        if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("has spaces or characters beyond ASCII in it");
        }
        let cookie = derived("lightflow-server 2026 cookie", secret.as_bytes());
        let name = derived("lightflow-server 2026 name of the cookie", secret.as_bytes()).to_hex();
        Ok(Token { bearer: bearer(secret.as_bytes()), cookie, name: name[..8].to_owned() })
    }

    /// Reads a token from a file that nobody else can read. One newline at its end does not count.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is accessible to others, or its token is empty, shorter than 16 bytes or not of visible ASCII.
    ///
    /// A group may have access if it is root's: credentials of systemd look so, as their access list shows in the place of the group.
    pub fn read(path: impl AsRef<Path>) -> Result<Token, TokenError> {
        let path = path.as_ref();
        let read = |error| TokenError::Read { path: path.to_owned(), error };
        let file = File::open(path).map_err(read)?;
        let metadata = file.metadata().map_err(read)?;
        let mode = metadata.mode() & 0o7777;
        if mode & 0o007 != 0 || mode & 0o070 != 0 && metadata.gid() != 0 {
            return Err(TokenError::Open { path: path.to_owned(), mode });
        }
        let mut bytes = Vec::new();
        file.take(LONGEST as u64 + 3).read_to_end(&mut bytes).map_err(read)?;
        let unfit = |what| TokenError::Unfit { path: path.to_owned(), what };
        let text =
            String::from_utf8(bytes).map_err(|_| unfit("has spaces or characters beyond ASCII in it"))?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        Token::new(line.strip_suffix('\r').unwrap_or(line)).map_err(unfit)
    }

    /// Whether it is this one.
    pub(super) fn is(&self, secret: &[u8]) -> bool {
        self.bearer == bearer(secret)
    }

    /// Whether it is the value of the cookie of this token.
    pub(super) fn is_cookie(&self, value: &str) -> bool {
        Hash::from_hex(value).is_ok_and(|given| self.cookie == given)
    }

    /// The value of the cookie.
    pub(super) fn cookie(&self) -> String {
        self.cookie.to_hex().to_string()
    }

    /// The name of the cookie. Cookies know no ports: two servers of one machine need two names.
    pub(super) fn cookie_name(&self, tls: bool) -> String {
        format!("{}lightflow-{}", if tls { "__Host-" } else { "" }, self.name)
    }
}

fn bearer(secret: &[u8]) -> Hash {
    derived("lightflow-server 2026 bearer", secret)
}

fn derived(context: &str, secret: &[u8]) -> Hash {
    Hash::from_bytes(blake3::derive_key(context, secret))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
