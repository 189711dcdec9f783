//! What WAV and WebP share: RIFF chunks, and a recipe in a chunk `lflw` at the end.
//!
//! A file is `RIFF`, a length and a form, then chunks: four letters, a length, that many bytes, and a zero if that is odd. Numbers
//! have their low byte first. Letters of chunks that no standard names are lower case (Multimedia Programming Interface and
//! Data Specifications 1.0, chapter 2).

use std::ops::Range;

use super::source::{Source, bytes, whole, without};
use super::{Format, RecipeError, within_limit};

const KIND: &[u8; 4] = b"lflw";

/// A recipe's first byte says what else was put into the file with it.
const ADDED_PADDING: u8 = 1;
const ADDED_VP8X: u8 = 2;

/// `RIFF`, the length and the form.
const HEAD: u64 = 12;
/// A chunk `VP8X` is always that long.
const VP8X: u64 = 18;
/// The flag of `VP8X` that says that the picture has alpha.
pub(super) const ALPHA: u8 = 0x10;

#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub kind: [u8; 4],
    pub data: Range<u64>,
    /// With head and padding.
    pub range: Range<u64>,
}

/// A file's chunks, and where they end.
pub(super) struct Chunks {
    pub list: Vec<Chunk>,
    pub end: u64,
}

impl Chunks {
    /// `None` if the file does not say how long it is, as when it was written into a pipe.
    pub fn of(source: &mut dyn Source, format: Format) -> Result<Option<Self>, RecipeError> {
        let mut list = Vec::new();
        let end = walk(source, format, |_, chunk| {
            list.push(chunk.clone());
            Ok(())
        })?;
        Ok(end.map(|end| Self { list, end }))
    }
}

pub(super) fn find(source: &mut dyn Source) -> Result<Option<Vec<u8>>, RecipeError> {
    let format = format(source)?;
    let mut recipe: Option<Range<u64>> = None;
    walk(source, format, |_, chunk| {
        if &chunk.kind == KIND && recipe.is_none() {
            recipe = Some(chunk.data.clone());
        }
        Ok(())
    })?;
    let Some(data) = recipe else { return Ok(None) };
    let length = data.end - data.start;
    within_limit(length.saturating_sub(1))?;
    let mut text = vec![0; length as usize];
    source.fill(data.start, &mut text)?;
    match text.first() {
        Some(0..=3) => Ok(Some(text.split_off(1))),
        _ => Err(RecipeError::Damaged { format, why: "its recipe has no beginning".to_owned() }),
    }
}

pub(super) fn strip(file: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut source = file;
    let format = format(&mut source)?;
    let Some(Chunks { list, end }) = Chunks::of(&mut source, format)? else {
        return Ok(None);
    };
    let mut ranges = Vec::new();
    for (index, chunk) in list.iter().enumerate().filter(|(_, chunk)| &chunk.kind == KIND) {
        let flags =
            file[chunk.range.start as usize + 8..chunk.range.end as usize].first().copied().unwrap_or(0);
        let before = index.checked_sub(1).map(|before| &list[before]);
        let padded = before.is_some_and(|before| before.data.end < before.range.end && &before.kind != KIND);
        let padding = flags & ADDED_PADDING != 0 && padded && chunk.range.end == end;
        if flags & ADDED_VP8X != 0 && ranges.is_empty() && is_bare(file, &list) {
            ranges.push(list[0].range.clone());
        }
        ranges.push(chunk.range.start - u64::from(padding)..chunk.range.end);
    }
    if ranges.is_empty() {
        return Ok(None);
    }
    let mut rest = without(file, &ranges);
    let removed = (file.len() - rest.len()) as u64;
    set_length(&mut rest, end - removed);
    Ok(Some(rest))
}

/// `file` with the recipe behind its last chunk, and `first` before the first one.
pub(super) fn embed(
    file: &[u8],
    json: &[u8],
    chunks: &Chunks,
    first: Option<[u8; VP8X as usize]>,
) -> Option<Vec<u8>> {
    // Some programs leave out the padding of the last chunk. The recipe has to begin at an even place all the same.
    let unpadded = chunks.end % 2 == 1;
    let flags = u8::from(unpadded) * ADDED_PADDING + u8::from(first.is_some()) * ADDED_VP8X;
    let length = 1 + json.len() as u32;
    let mut out = Vec::with_capacity(file.len() + json.len() + 64);
    let (before, after) = file.split_at(chunks.end as usize);
    let (head, body) = before.split_at(HEAD as usize);
    out.extend_from_slice(head);
    out.extend_from_slice(first.as_ref().map_or(&[], |first| &first[..]));
    out.extend_from_slice(body);
    out.extend_from_slice(if unpadded { &[0] } else { &[] });
    out.extend_from_slice(KIND);
    out.extend_from_slice(&length.to_le_bytes());
    out.push(flags);
    out.extend_from_slice(json);
    out.extend_from_slice(if length % 2 == 1 { &[0] } else { &[] });
    let end = out.len() as u64;
    if end - 8 >= u64::from(u32::MAX) {
        return None;
    }
    out.extend_from_slice(after);
    set_length(&mut out, end);
    Some(out)
}

/// Shows all chunks to `visit` and gives their end, or `None` if the file does not say how long it is.
fn walk(
    source: &mut dyn Source,
    format: Format,
    mut visit: impl FnMut(&mut dyn Source, &Chunk) -> Result<(), RecipeError>,
) -> Result<Option<u64>, RecipeError> {
    let length = u32::from_le_bytes(bytes(source, format, "the length", 4)?);
    if length == 0 || length == u32::MAX {
        return Ok(None);
    }
    let end = 8 + u64::from(length);
    if end < HEAD {
        let why = format!("its header says that it ends at byte {end}, within the header");
        return Err(RecipeError::Damaged { format, why });
    }
    whole(source, format, "the content", 8..end)?;
    let mut at = HEAD;
    while at < end {
        if end - at < 8 {
            let why =
                format!("behind its last chunk, at byte {at}, are {} bytes that are no chunk", end - at);
            return Err(RecipeError::Damaged { format, why });
        }
        let [a, b, c, d, length @ ..]: [u8; 8] = bytes(source, format, "the head of a chunk", at)?;
        let kind = [a, b, c, d];
        let data = at + 8..at + 8 + u64::from(u32::from_le_bytes(length));
        if data.end > end {
            let name = kind.escape_ascii();
            let why =
                format!("chunk `{name}` at byte {at} goes on behind the end that the header says, {end}");
            return Err(RecipeError::Damaged { format, why });
        }
        let padded = data.end + (data.end - data.start) % 2;
        let chunk = Chunk { kind, range: at..padded.min(end), data };
        visit(source, &chunk)?;
        at = chunk.range.end;
    }
    Ok(Some(end))
}

/// Whether `VP8X` comes first and declares nothing but alpha. Another program may have added what needs it.
fn is_bare(file: &[u8], list: &[Chunk]) -> bool {
    let [first, second, ..] = list else { return false };
    let flags = file[first.data.start as usize..first.data.end as usize].first();
    &first.kind == b"VP8X"
        && first.range.end - first.range.start == VP8X
        && flags.is_some_and(|flags| flags & !ALPHA == 0)
        && matches!(&second.kind, b"VP8 " | b"VP8L")
}

fn format(source: &mut dyn Source) -> Result<Format, RecipeError> {
    let form: [u8; 4] = bytes(source, Format::Wav, "the header", 8)?;
    Ok(if &form == b"WEBP" { Format::WebP } else { Format::Wav })
}

fn set_length(file: &mut [u8], end: u64) {
    file[4..8].copy_from_slice(&((end - 8) as u32).to_le_bytes());
}
