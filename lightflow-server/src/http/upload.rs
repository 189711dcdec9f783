//! Files that people bring, streamed to disk.

use std::path::PathBuf;

use axum::Json as Answer;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use lightflow_service::runs::Digest;
use serde::Deserialize;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;

use super::error::{bad_request, not_found};
use super::extract::{Json, Query, shortened};
use super::media::{expected, sniffed};
use crate::app::App;
use crate::problem::Problem;
use crate::uploads::{Uploads, failed, is_name};

/// The largest upload, in bytes.
pub const LARGEST: u64 = 1 << 30;

/// The most files of one folder.
const MOST: usize = 10_000;

#[derive(Deserialize)]
pub struct Named {
    name: String,
}

/// A name that is none.
pub fn not_a_name(detail: &str) -> Problem {
    bad_request(detail).hint("give a plain file name of at most 200 bytes")
}

/// Takes a file. It is named by its content, so that the same file twice is one.
pub async fn file(
    State(app): State<App>,
    Query(Named { name }): Query<Named>,
    request: Request,
) -> Result<Response, Problem> {
    if !is_name(&name) {
        return Err(not_a_name("`name` is no name of a file"));
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > LARGEST) {
        return Err(too_large());
    }
    let root = app.uploads().root().to_owned();
    tokio::fs::create_dir_all(&root).await.map_err(|error| failed(&error))?;
    let part = Part(root.join(format!(".part-{:016x}", fastrand::u64(..))));
    let (digest, len) = write(&part.0, &name, request.into_body()).await?;
    let path = app.uploads().file(digest, &name);
    let placed = async {
        tokio::fs::create_dir_all(path.parent().unwrap_or(&root)).await?;
        tokio::fs::rename(&part.0, &path).await
    };
    placed.await.map_err(|error| failed(&error))?;
    let answer =
        json!({ "path": Uploads::named(digest, Some(&name)), "digest": digest, "len": len, "name": name });
    Ok((StatusCode::CREATED, Answer(answer)).into_response())
}

/// A file that is being written: removed unless it finds its place.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn write(path: &std::path::Path, name: &str, body: Body) -> Result<(Digest, u64), Problem> {
    let mut file = tokio::fs::File::create_new(path).await.map_err(|error| failed(&error))?;
    let (mut hasher, mut len, mut head) = (Digest::hasher(), 0_u64, Vec::new());
    let mut blocks = body.into_data_stream();
    while let Some(block) = blocks.next().await {
        let block = block.map_err(|error| bad_request(format!("the upload broke off: {error}")))?;
        len += block.len() as u64;
        if len > LARGEST {
            return Err(too_large());
        }
        if head.len() < 64 {
            head.extend_from_slice(&block[..block.len().min(64)]);
        }
        hasher.update(&block);
        file.write_all(&block).await.map_err(|error| failed(&error))?;
    }
    typed(name, &head)?;
    file.sync_all().await.map_err(|error| failed(&error))?;
    Ok((hasher.finish(), len))
}

/// A file is what its name says, and nothing that runs.
fn typed(name: &str, head: &[u8]) -> Result<(), Problem> {
    let found = sniffed(head);
    let refused = |detail: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad_request", detail);
    if let Some(kind @ ("application/x-executable" | "text/x-script")) = found {
        return Err(
            refused(format!("`{name}` is a program ({kind})")).hint("upload pictures, sounds, text or data")
        );
    }
    match expected(name) {
        Some(wanted) if found != Some(wanted) => {
            let found = found.unwrap_or("something else");
            Err(refused(format!("`{name}` is {found}, and its name says {wanted}"))
                .hint("give it the name of what it is"))
        }
        _ => Ok(()),
    }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("an upload has at most {LARGEST} bytes"))
        .hint("name the file by its path on the server's machine")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    files: Vec<Member>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    name: String,
    digest: String,
}

/// Makes a folder of uploads.
pub async fn folder(State(app): State<App>, Json(folder): Json<Folder>) -> Result<Response, Problem> {
    if folder.files.is_empty() || folder.files.len() > MOST {
        return Err(bad_request(format!("a folder has 1 to {MOST} files")));
    }
    let mut files = Vec::with_capacity(folder.files.len());
    for Member { name, digest } in folder.files {
        let digest = digest.parse().map_err(|_| bad_request(format!("`{name}` has no digest of a file")))?;
        if !is_name(&name) || files.iter().any(|(other, _)| *other == name) {
            return Err(not_a_name("a name of the folder is none, or there twice"));
        }
        files.push((name, digest));
    }
    let digest = app.blocking(move |app| app.uploads().folder(&files)).await?;
    let answer = json!({ "path": Uploads::named(digest, None), "digest": digest });
    Ok((StatusCode::CREATED, Answer(answer)).into_response())
}

/// The files of an upload, for those who know its digest alone.
pub async fn files(State(app): State<App>, Path(digest): Path<String>) -> Result<Response, Problem> {
    let missing = not_found(format!("upload `{}`", shortened(&digest)));
    let Ok(digest) = digest.parse() else { return Err(missing) };
    let found = app.blocking(move |app| app.uploads().files(digest).map_err(|error| failed(&error))).await?;
    found.map(|found| Answer(found).into_response()).ok_or(missing)
}
