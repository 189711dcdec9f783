//! A file from an address.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::time::Duration;

use lightflow::prelude::*;
use reqwest::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, RANGE};
use reqwest::{Response, StatusCode};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout as within;

use super::call::{Call, Fate};
use super::error::HttpError;
use crate::output_file::OutputFile;

/// Loads a file into the run's output folder, and gives its path.
///
/// It is written under another name until it is whole and its SHA-256 is the expected one, so a reader never meets half a file. When the
/// connection is lost, the next try goes on where the last one ended (`Range`, RFC 9110, section 14), if the server says that the file is still
/// the same, or the sum tells.
///
/// # Errors
/// Those of [`request`](fn@super::request::request), a file of more than `max_bytes`, another sum, a name that leads out of the folder.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::http::download::download;
///
/// /// Loads a picture.
/// #[workflow]
/// fn fetch(url: String) -> PathBuf {
///     download { url: &url, name: "picture.jpg", max_bytes: 20_000_000, .. }
/// }
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(net, fs), volatile)]
pub async fn download(
    /// Where from.
    #[port(len = 1..=65_536)]
    url: &str,
    /// The file's path in the output folder.
    #[port(len = 1..=1024)]
    name: &str,
    /// What the file's SHA-256 has to be, in hexadecimal digits.
    #[port(default = None)]
    sha256: Option<String>,
    /// Names and values.
    #[port(default = Vec::new(), len = 0..=256)]
    headers: Vec<(String, String)>,
    /// A token or a key.
    #[port(default = None)]
    token: Option<Secret>,
    /// The header for `token`.
    #[port(default = "authorization", len = 1..=256)]
    token_header: String,
    /// How long the server may be silent.
    #[port(default = 60, range = 1..=86_400, unit = "s")]
    timeout: u64,
    /// How often it is tried again.
    #[port(default = 5, range = 0..=100)]
    retries: u32,
    /// The largest file.
    #[port(default = 4 * 1024 * 1024 * 1024, range = 1..=1_099_511_627_776, unit = "B")]
    max_bytes: u64,
    ctx: &Ctx,
) -> Result<PathBuf, HttpError> {
    let mut call = Call::new(url, "GET", &headers, token, &token_header)?;
    (call.timeout, call.retries) = (timeout, retries);
    if let Some(sum) = &sha256
        && (sum.len() != 64 || !sum.bytes().all(|digit| digit.is_ascii_hexdigit()))
    {
        return Err(HttpError::NoChecksum { text: sum.clone() });
    }
    let output = OutputFile::create(ctx, name)?;
    let mut load =
        Load { output, hash: Sha256::new(), length: 0, max_bytes, version: None, known: sha256.is_some() };
    let mut tried = 0;
    while let Err(fate) = load.go_on(&call, ctx).await {
        tried += 1;
        call.wait(fate, tried, ctx).await?;
    }
    let found: String = load.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(expected) = sha256
        && !expected.eq_ignore_ascii_case(&found)
    {
        return Err(HttpError::Checksum { url: call.shown(), expected, found });
    }
    Ok(load.output.finish(ctx)?)
}

/// A file that is there in part.
#[derive(Debug)]
struct Load {
    output: OutputFile,
    hash: Sha256,
    length: u64,
    max_bytes: u64,
    /// What the server calls the version of which the file is a part.
    version: Option<HeaderValue>,
    /// Whether its sum tells in the end if it was the same.
    known: bool,
}

impl Load {
    /// Loads what is missing.
    async fn go_on(&mut self, call: &Call, ctx: &Ctx) -> Result<(), Fate> {
        let silent = Duration::from_secs(call.timeout);
        let asked = self.wanted();
        let response = within(silent, call.send(&asked)).await.map_err(|_| call.late())??;
        let status = response.status();
        if status == StatusCode::RANGE_NOT_SATISFIABLE && !asked.is_empty() {
            self.begin()?;
            return Err(Fate::Again(self.lost_part(call), None));
        }
        if !status.is_success() {
            return Err(call.refused(response).await);
        }
        // It answers with the whole where it cannot, or does not want to, go on.
        if status != StatusCode::PARTIAL_CONTENT || asked.is_empty() {
            self.begin()?;
        } else if starts_at(&response) != Some(self.length) {
            self.begin()?;
            return Err(Fate::Again(self.lost_part(call), None));
        }
        self.remember(&response);
        self.take(response, call, ctx).await
    }

    /// Headers that ask for what is missing.
    fn wanted(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if self.length > 0 && (self.version.is_some() || self.known) {
            let range = format!("bytes={}-", self.length);
            headers.insert(RANGE, HeaderValue::try_from(range).expect("digits"));
            headers.extend(self.version.clone().map(|version| (IF_RANGE, version)));
        }
        headers
    }

    fn remember(&mut self, response: &Response) {
        let says_no = response.headers().get(ACCEPT_RANGES).is_some_and(|unit| unit == "none");
        // A weak one is the same for files that differ in some bytes.
        let strong = response.headers().get(ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/"));
        self.version = strong.filter(|_| !says_no).cloned();
    }

    async fn take(&mut self, mut response: Response, call: &Call, ctx: &Ctx) -> Result<(), Fate> {
        let whole = response.content_length().map(|rest| self.length.saturating_add(rest));
        self.check(whole.unwrap_or(0), call)?;
        let silent = Duration::from_secs(call.timeout);
        let mut told = 0;
        loop {
            let piece = within(silent, response.chunk()).await.map_err(|_| call.late())?;
            let Some(piece) = piece.map_err(|error| call.lost(error))? else { return Ok(()) };
            self.check(self.length + piece.len() as u64, call)?;
            let written = self.output.file().write_all(&piece);
            written.map_err(|source| Fate::Failed(self.output.failed(source).into()))?;
            self.hash.update(&piece);
            self.length += piece.len() as u64;
            if let Some(whole) = whole
                && self.length * 100 / whole.max(1) > told
            {
                told = self.length * 100 / whole.max(1);
                ctx.progress(told as f32 / 100.0, format!("{} of {whole} bytes", self.length));
            }
        }
    }

    fn check(&self, length: u64, call: &Call) -> Result<(), Fate> {
        if length <= self.max_bytes {
            return Ok(());
        }
        Err(Fate::Failed(HttpError::TooLarge { url: call.shown(), limit: self.max_bytes }))
    }

    /// Drops what is there.
    fn begin(&mut self) -> Result<(), Fate> {
        if self.length == 0 {
            return Ok(());
        }
        let file = self.output.file();
        let emptied = file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0)));
        emptied.map_err(|source| Fate::Failed(self.output.failed(source).into()))?;
        self.hash = Sha256::new();
        (self.length, self.version) = (0, None);
        Ok(())
    }

    fn lost_part(&self, call: &Call) -> HttpError {
        HttpError::Connection {
            url: call.shown(),
            source: "it has another part of the file than was asked for".into(),
        }
    }
}

/// Where the part begins that was sent.
fn starts_at(response: &Response) -> Option<u64> {
    let range = response.headers().get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

#[cfg(test)]
mod tests;
