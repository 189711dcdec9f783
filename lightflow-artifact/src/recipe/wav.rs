//! A recipe in WAV: a chunk at the end, behind the samples. Programs pass over chunks that they do not know, and the
//! simplest ones expect the samples at byte 44.

use super::riff::{self, Chunks};
use super::{Format, RecipeError};

pub(super) fn embed(file: &[u8], json: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut source = file;
    let chunks = Chunks::of(&mut source, Format::Wav)?;
    Ok(chunks.and_then(|chunks| riff::embed(file, json, &chunks, None)))
}
