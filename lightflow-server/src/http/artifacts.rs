//! Files that runs made: their contents, and small copies of pictures.

use std::io::SeekFrom;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use lightflow_service::runs::{Artifact, Digest, VerdictFilter};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::error::{bad_request, not_found};
use super::extract::{Query, shortened};
use super::media::media_type;
use super::range::{Wanted, wanted};
use crate::app::App;
use crate::problem::Problem;

/// So much of a file is read at once.
const BLOCK: usize = 1 << 16;

/// A content never changes.
const FOREVER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

/// Whatever it is, it runs nothing.
const SANDBOX: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

#[derive(Deserialize)]
pub struct Download {
    name: Option<String>,
}

/// Where the bytes of a content are.
enum Source {
    Memory(Bytes),
    File(std::path::PathBuf),
}

pub async fn get(
    State(app): State<App>,
    Path(digest): Path<String>,
    headers: HeaderMap,
    Query(download): Query<Download>,
) -> Result<Response, Problem> {
    let digest = parsed(&digest)?;
    let etag = format!("\"{digest}\"");
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let (source, media, len) = app.blocking(move |app| source(app, digest)).await?;
    let range = match headers.get(header::IF_RANGE) {
        Some(known) if known.as_bytes() != etag.as_bytes() => None,
        _ => headers.get(header::RANGE).and_then(|range| range.to_str().ok()),
    };
    let (status, first, count) = match wanted(range, len) {
        Wanted::Whole => (StatusCode::OK, 0, len),
        Wanted::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Wanted::Nothing => {
            let range = HeaderValue::from_str(&format!("bytes */{len}")).expect("digits are fine");
            let problem = Problem::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "bad_request",
                format!("the content has {len} bytes, and the range begins behind them"),
            );
            return Err(problem.header(header::CONTENT_RANGE, range));
        }
    };
    let body = match source {
        Source::Memory(bytes) => Body::from(bytes.slice(first as usize..(first + count) as usize)),
        Source::File(path) => file(path, first, count).await?,
    };
    let mut response = (status, body).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    answer.insert(header::CONTENT_LENGTH, count.into());
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer.insert(header::CACHE_CONTROL, FOREVER);
    answer.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    answer.insert(header::ETAG, HeaderValue::from_str(&etag).expect("digits are fine"));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {first}-{}/{len}", first + count - 1);
        answer.insert(header::CONTENT_RANGE, HeaderValue::from_str(&range).expect("digits are fine"));
    }
    if let Some(name) = download.name {
        answer.insert(header::CONTENT_DISPOSITION, attachment(&name));
    }
    Ok(response)
}

fn parsed(digest: &str) -> Result<Digest, Problem> {
    digest.parse().map_err(|_| not_found(format!("artifact `{}`", shortened(digest))))
}

fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
    known.split(',').any(|known| known.trim().trim_start_matches("W/") == etag)
}

/// An artifact's content. Other contents of the store are nobody's to ask for: they are what steps handed to each other.
fn source(app: &App, digest: Digest) -> Result<(Source, &'static str, u64), Problem> {
    let artifact = artifact(app, digest)?;
    let store = app.store();
    let gone = || gone(digest);
    if let Some(path) = store.path(digest)? {
        let len = std::fs::metadata(&path).map_err(|_| gone())?.len();
        let mut head = [0; 64];
        let count = std::fs::File::open(&path)
            .and_then(|mut file| std::io::Read::read(&mut file, &mut head))
            .map_err(|_| gone())?;
        return Ok((Source::File(path), media_type(&artifact.name, &head[..count]), len));
    }
    let bytes = store.get(digest)?.ok_or_else(gone)?;
    let media = media_type(&artifact.name, &bytes);
    let len = bytes.len() as u64;
    Ok((Source::Memory(bytes), media, len))
}

fn gone(digest: Digest) -> Problem {
    not_found(format!("content of the artifact `{digest}` any more"))
}

fn artifact(app: &App, digest: Digest) -> Result<Artifact, Problem> {
    let store = app.store();
    if let Some((_, artifact)) = store.runs_with(digest)?.into_iter().next() {
        return Ok(artifact);
    }
    let filter = VerdictFilter { content: Some(digest), ..VerdictFilter::default() };
    let verdict = store.verdicts(&filter)?.into_iter().next();
    verdict.map(|verdict| verdict.artifact).ok_or_else(|| not_found(format!("artifact `{digest}`")))
}

/// Streams a part of a file.
async fn file(path: std::path::PathBuf, first: u64, count: u64) -> Result<Body, Problem> {
    let gone = |_| not_found("content of this artifact any more");
    let mut file = tokio::fs::File::open(path).await.map_err(gone)?;
    file.seek(SeekFrom::Start(first)).await.map_err(gone)?;
    let blocks = stream::try_unfold((file, count), |(mut file, left)| async move {
        if left == 0 {
            return Ok::<_, std::io::Error>(None);
        }
        let mut block = vec![0; BLOCK.min(left as usize)];
        let read = file.read(&mut block).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        block.truncate(read);
        Ok(Some((Bytes::from(block), (file, left - read as u64))))
    });
    Ok(Body::from_stream(blocks))
}

/// `Content-Disposition` with a name of any letters ([RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)).
fn attachment(name: &str) -> HeaderValue {
    let mut text = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes().take(200) {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            text.push(byte.into());
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&text).expect("it is ASCII")
}

#[derive(Deserialize)]
pub struct Small {
    side: Option<u32>,
}

pub async fn thumbnail(
    State(app): State<App>,
    Path(digest): Path<String>,
    headers: HeaderMap,
    Query(small): Query<Small>,
) -> Result<Response, Problem> {
    let digest = parsed(&digest)?;
    let side = small.side.unwrap_or(256);
    if !(16..=2_048).contains(&side) {
        return Err(bad_request("`side` is from 16 to 2048 pixels"));
    }
    let etag = format!("\"{digest}-{side}\"");
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let _turn = app.drawing().acquire().await;
    let thumbnail = app
        .blocking(move |app| {
            let bytes = match artifact(app, digest) {
                Ok(_) => app.store().get(digest)?.ok_or_else(|| gone(digest))?,
                // What somebody brought is theirs to look at, as a run that it is given to shows it anyway.
                Err(unknown) => {
                    app.uploads().picture(digest).ok().flatten().map(Bytes::from).ok_or(unknown)?
                }
            };
            lightflow_artifact::thumbnail(&bytes, side).map_err(|error| {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no_picture", error.to_string())
                    .hint("ask for the content itself")
            })
        })
        .await?;
    let media = HeaderValue::from_static(thumbnail.format.media_type());
    let mut response = thumbnail.bytes.into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, media);
    answer.insert(header::CACHE_CONTROL, FOREVER);
    answer.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    answer.insert(header::ETAG, HeaderValue::from_str(&etag).expect("digits are fine"));
    Ok(response)
}
