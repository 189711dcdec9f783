//! A recipe in JPEG: `APP15` segments of our own, numbered, because a segment has at most 65 533 bytes.
//!
//! Segments are `0xff`, a marker, and for most a length that counts itself (ITU-T T.81, B.1.1). Image data begins behind `SOS`.

use std::ops::Range;

use super::source::{Source, bytes, whole, with, without};
use super::{Format, MAX_RECIPE, RecipeError, within_limit};

const IDENTIFIER: &[u8; 10] = b"lightflow\0";

/// The identifier, which part this is from 1, and how many there are, both in two bytes.
const HEAD: usize = IDENTIFIER.len() + 4;
const PART: usize = 65_533 - HEAD;

const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP15: u8 = 0xef;
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

struct Segment {
    marker: u8,
    /// From `0xff` to the end of the data.
    range: Range<u64>,
}

impl Segment {
    fn data(&self) -> Range<u64> {
        (self.range.start + 4).min(self.range.end)..self.range.end
    }
}

pub(super) fn find(source: &mut dyn Source) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut json = Vec::new();
    let (mut next, mut parts) = (1, 0);
    walk(source, |source, segment| {
        if !is_recipe(source, segment)? {
            return Ok(true);
        }
        let data = segment.data();
        let head: [u8; HEAD] = bytes(source, Format::Jpeg, "a part of the recipe", data.start)?;
        let [.., a, b, c, d] = head;
        let (number, count) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        if number != next || count == 0 || (parts != 0 && count != parts) {
            return Err(damaged(format!("part {next} of its recipe is missing")));
        }
        let from = json.len();
        let more = data.end - data.start - HEAD as u64;
        within_limit(from as u64 + more)?;
        json.resize(from + more as usize, 0);
        source.fill(data.start + HEAD as u64, &mut json[from..])?;
        parts = count;
        next += 1;
        Ok(number < count)
    })?;
    match parts {
        0 => Ok(None),
        _ if next > parts => Ok(Some(json)),
        _ => Err(damaged(format!("part {next} of its recipe is missing"))),
    }
}

pub(super) fn strip(file: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let mut recipes = Vec::new();
    let mut source = file;
    walk(&mut source, |source, segment| {
        if is_recipe(source, segment)? {
            recipes.push(segment.range.clone());
        }
        Ok(true)
    })?;
    Ok((!recipes.is_empty()).then(|| without(file, &recipes)))
}

pub(super) fn embed(file: &[u8], json: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    // JFIF and Exif want to be first. What follows may count from its own place to images behind this one (CIPA DC-007,
    // multi-picture format), so nothing may come between it and them.
    let mut place = 2;
    let mut source = file;
    walk(&mut source, |_, segment| {
        let early = matches!(segment.marker, APP0 | APP1) && segment.range.start == place;
        if early {
            place = segment.range.end;
        }
        Ok(early)
    })?;
    const { assert!(MAX_RECIPE / PART < u16::MAX as usize) };
    let count = json.len().div_ceil(PART) as u16;
    let mut segments = Vec::with_capacity(json.len() + usize::from(count) * (HEAD + 4));
    for (part, number) in json.chunks(PART).zip(1_u16..) {
        let length = (2 + HEAD + part.len()) as u16;
        segments.extend_from_slice(&[0xff, APP15]);
        segments.extend_from_slice(&length.to_be_bytes());
        segments.extend_from_slice(IDENTIFIER);
        segments.extend_from_slice(&number.to_be_bytes());
        segments.extend_from_slice(&count.to_be_bytes());
        segments.extend_from_slice(part);
    }
    Ok(Some(with(file, place as usize, &segments)))
}

/// Shows all segments before the image data to `visit`, until it says `false`.
fn walk(
    source: &mut dyn Source,
    mut visit: impl FnMut(&mut dyn Source, &Segment) -> Result<bool, RecipeError>,
) -> Result<(), RecipeError> {
    let mut at = 2;
    loop {
        let [fill, marker] = bytes(source, Format::Jpeg, "a marker", at)?;
        let range = match (fill, marker) {
            // Any number of fill bytes may come before a marker.
            (0xff, 0xff) => {
                at += 1;
                continue;
            }
            (0xff, START_OF_SCAN) => return Ok(()),
            (0xff, END_OF_IMAGE) => return Err(damaged("it ends before its image data".to_owned())),
            // Markers without a length.
            (0xff, 0x01 | 0xd0..=0xd7) => at..at + 2,
            (0xff, 0x02..) if marker != 0xd8 => {
                let name = format!("segment 0x{marker:02x}");
                let length = u16::from_be_bytes(bytes(source, Format::Jpeg, &name, at + 2)?);
                if length < 2 {
                    return Err(damaged(format!("{name} at byte {at} has no length")));
                }
                let range = at..at + 2 + u64::from(length);
                whole(source, Format::Jpeg, &name, range.clone())?;
                range
            }
            _ => return Err(damaged(format!("at byte {at} there is no marker"))),
        };
        let segment = Segment { marker, range };
        if !visit(source, &segment)? {
            return Ok(());
        }
        at = segment.range.end;
    }
}

fn is_recipe(source: &mut dyn Source, segment: &Segment) -> Result<bool, RecipeError> {
    let data = segment.data();
    if segment.marker != APP15 || data.end - data.start < HEAD as u64 {
        return Ok(false);
    }
    let mut identifier = [0; IDENTIFIER.len()];
    source.fill(data.start, &mut identifier)?;
    Ok(&identifier == IDENTIFIER)
}

fn damaged(why: String) -> RecipeError {
    RecipeError::Damaged { format: Format::Jpeg, why }
}
