//! A recipe in WebP: a chunk at the end of the extended format, where chunks of one's own belong.
//!
//! A file in the simple format, which is one chunk of image data, becomes an extended one for that: a chunk `VP8X` comes first and says
//! how large the picture is and whether it has alpha ([RFC 9649, 2.7](https://www.rfc-editor.org/rfc/rfc9649#section-2.7)). The
//! recipe notes it, and goes with it.

use super::riff::{self, ALPHA, Chunk, Chunks};
use super::{Format, RecipeError};

pub(super) fn embed(file: &[u8], json: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut source = file;
    let Some(chunks) = Chunks::of(&mut source, Format::WebP)? else {
        return Ok(None);
    };
    let first = chunks.list.first().ok_or_else(|| damaged("it has no chunks"))?;
    let header = match &first.kind {
        b"VP8X" => None,
        b"VP8 " => Some(lossy(file, first)?),
        b"VP8L" => Some(lossless(file, first)?),
        _ => return Err(damaged("its first chunk is no picture")),
    };
    Ok(riff::embed(file, json, &chunks, header))
}

/// For a key frame of VP8: after three bytes and the start code, width and height in 14 bits each, with two of scale
/// ([RFC 6386, 9.1](https://www.rfc-editor.org/rfc/rfc6386#section-9.1)).
fn lossy(file: &[u8], chunk: &Chunk) -> Result<[u8; 18], RecipeError> {
    match data(file, chunk) {
        [_, _, _, 0x9d, 0x01, 0x2a, a, b, c, d, ..] => {
            let width = u16::from_le_bytes([*a, *b]) & 0x3fff;
            let height = u16::from_le_bytes([*c, *d]) & 0x3fff;
            extended(u32::from(width), u32::from(height), 0)
        }
        _ => Err(damaged("its picture has no header")),
    }
}

/// For lossless VP8: a signature, width and height less one in 14 bits each, and a bit for alpha
/// ([RFC 9649, 3.4](https://www.rfc-editor.org/rfc/rfc9649#section-3.4)).
fn lossless(file: &[u8], chunk: &Chunk) -> Result<[u8; 18], RecipeError> {
    match data(file, chunk) {
        [0x2f, a, b, c, d, ..] => {
            let bits = u32::from_le_bytes([*a, *b, *c, *d]);
            let alpha = if bits >> 28 & 1 == 1 { ALPHA } else { 0 };
            extended((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, alpha)
        }
        _ => Err(damaged("its picture has no header")),
    }
}

/// The chunk `VP8X`: flags, and the size of the canvas less one in 24 bits each.
fn extended(width: u32, height: u32, flags: u8) -> Result<[u8; 18], RecipeError> {
    let (Some(width), Some(height)) = (width.checked_sub(1), height.checked_sub(1)) else {
        return Err(damaged("its picture has no size"));
    };
    let [w0, w1, w2, _] = width.to_le_bytes();
    let [h0, h1, h2, _] = height.to_le_bytes();
    let [v, p, eight, x] = *b"VP8X";
    Ok([v, p, eight, x, 10, 0, 0, 0, flags, 0, 0, 0, w0, w1, w2, h0, h1, h2])
}

fn data<'a>(file: &'a [u8], chunk: &Chunk) -> &'a [u8] {
    &file[chunk.data.start as usize..chunk.data.end as usize]
}

fn damaged(why: &str) -> RecipeError {
    RecipeError::Damaged { format: Format::WebP, why: why.to_owned() }
}
