//! A recipe in PNG: an `iTXt` chunk behind `IHDR`, so that the beginning of a file is enough to find it.
//!
//! A chunk is a length, four letters, that many bytes and a CRC of letters and bytes ([W3C PNG, 5.3](https://www.w3.org/TR/png-3/#5Chunk-layout)).

use std::ops::Range;

use super::source::{Source, bytes, whole, with, without};
use super::{Format, RecipeError, within_limit};

/// The keyword, no compression, no language and no translated keyword.
const HEAD: &[u8] = b"lightflow\0\0\0\0\0";
const KEYWORD: &[u8] = b"lightflow\0";

/// Signature and `IHDR`.
const FIRST: u64 = 8;
const BEHIND_HEADER: usize = 8 + 25;

struct Chunk {
    kind: [u8; 4],
    /// The whole chunk, from its length to its CRC.
    range: Range<u64>,
}

impl Chunk {
    fn data(&self) -> Range<u64> {
        self.range.start + 8..self.range.end - 4
    }
}

pub(super) fn find(source: &mut dyn Source) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut found = None;
    walk(source, |source, chunk| {
        if found.is_none() && is_recipe(source, chunk)? {
            found = Some(text(source, chunk)?);
        }
        Ok(found.is_none())
    })?;
    Ok(found)
}

pub(super) fn strip(file: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut recipes = Vec::new();
    let mut source = file;
    walk(&mut source, |source, chunk| {
        if is_recipe(source, chunk)? {
            recipes.push(chunk.range.clone());
        }
        Ok(true)
    })?;
    Ok((!recipes.is_empty()).then(|| without(file, &recipes)))
}

pub(super) fn embed(file: &[u8], json: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let body = [b"iTXt", HEAD, json].concat();
    let length = ((body.len() - 4) as u32).to_be_bytes();
    let crc = crc32fast::hash(&body).to_be_bytes();
    let chunk = [&length[..], &body, &crc].concat();
    Ok(Some(with(file, BEHIND_HEADER, &chunk)))
}

/// Shows all chunks to `visit`, until it says `false` or `IEND` comes.
fn walk(
    source: &mut dyn Source,
    mut visit: impl FnMut(&mut dyn Source, &Chunk) -> Result<bool, RecipeError>,
) -> Result<(), RecipeError> {
    let mut at = FIRST;
    loop {
        let head: [u8; 8] = bytes(source, Format::Png, "the head of a chunk", at)?;
        let [a, b, c, d, kind @ ..] = head;
        let length = u32::from_be_bytes([a, b, c, d]);
        let chunk = Chunk { kind, range: at..at + 12 + u64::from(length) };
        if !kind.iter().all(u8::is_ascii_alphabetic) {
            return Err(damaged(format!("at byte {at} there is no chunk")));
        }
        let name = kind.escape_ascii();
        whole(source, Format::Png, &format!("chunk `{name}`"), chunk.range.clone())?;
        if at == FIRST && (&kind != b"IHDR" || length != 13) {
            return Err(damaged(format!(
                "its first chunk is `{name}` with {length} bytes instead of `IHDR` with 13"
            )));
        }
        if &kind == b"IEND" || !visit(source, &chunk)? {
            return Ok(());
        }
        at = chunk.range.end;
    }
}

fn is_recipe(source: &mut dyn Source, chunk: &Chunk) -> Result<bool, RecipeError> {
    let data = chunk.data();
    if &chunk.kind != b"iTXt" || data.end - data.start < KEYWORD.len() as u64 {
        return Ok(false);
    }
    let mut keyword = [0; KEYWORD.len()];
    source.fill(data.start, &mut keyword)?;
    Ok(keyword == KEYWORD)
}

fn text(source: &mut dyn Source, chunk: &Chunk) -> Result<Vec<u8>, RecipeError> {
    let data = chunk.data();
    within_limit((data.end - data.start).saturating_sub(HEAD.len() as u64))?;
    let mut body = vec![0; (data.end - data.start + 8) as usize];
    source.fill(data.start - 4, &mut body)?;
    if body.get(4..4 + HEAD.len()) != Some(HEAD) {
        return Err(damaged(
            "another program has written its recipe anew, in a form that is not read".to_owned(),
        ));
    }
    let crc = body.split_off(body.len() - 4);
    if crc32fast::hash(&body).to_be_bytes() != *crc {
        return Err(damaged("the checksum of its recipe is wrong".to_owned()));
    }
    Ok(body.split_off(4 + HEAD.len()))
}

fn damaged(why: String) -> RecipeError {
    RecipeError::Damaged { format: Format::Png, why }
}
