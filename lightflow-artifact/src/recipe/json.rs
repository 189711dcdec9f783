//! A recipe in JSON: the last member of an object. The text around it stays as somebody wrote it.

use std::ops::Range;

use super::source::{Source, with, without};
use super::{MAX_RECIPE, RecipeError};

const KEY: &str = "$lightflow";

/// Larger JSON gets no recipe, because it would have to be read whole to find one.
const MAX_EMBED: u64 = 64 << 20;
/// The largest that JSON with a recipe can be.
pub(super) const MAX_JSON: u64 = MAX_EMBED + 2 * MAX_RECIPE as u64;

/// Space between members is copied from the text if it is no longer than that.
const MAX_GAP: usize = 256;

struct Member {
    key: Range<usize>,
    value: Range<usize>,
}

pub(super) fn find(source: &mut dyn Source) -> Result<Option<Vec<u8>>, RecipeError> {
    if source.len() > MAX_JSON {
        return Ok(None);
    }
    let mut text = vec![0; source.len() as usize];
    source.fill(0, &mut text)?;
    let recipe = members(&text).into_iter().flatten().rfind(|member| is_recipe(&text, member));
    Ok(recipe.map(|member| text[member.value].to_vec()))
}

pub(super) fn strip(text: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let Some(members) = small(text, MAX_JSON).and_then(members) else {
        return Ok(None);
    };
    let mut ranges: Vec<Range<u64>> = Vec::new();
    // Where what stays has ended so far.
    let mut kept_end = None;
    for (index, member) in members.iter().enumerate() {
        if !is_recipe(text, member) {
            kept_end = Some(member.value.end);
            continue;
        }
        let range = match (kept_end, members.get(index + 1)) {
            // With the comma before it, or else with the one behind it.
            (Some(end), _) => end..member.value.end,
            (None, Some(next)) => member.key.start..next.key.start,
            (None, None) => member.key.start..member.value.end,
        };
        match ranges.last_mut() {
            Some(last) if last.end >= range.start as u64 => last.end = range.end as u64,
            _ => ranges.push(range.start as u64..range.end as u64),
        }
    }
    Ok((!ranges.is_empty()).then(|| without(text, &ranges)))
}

pub(super) fn embed(text: &[u8], json: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    let Some(members) = small(text, MAX_EMBED).and_then(members) else {
        return Ok(None);
    };
    let Some(last) = members.last() else {
        let open = text.iter().position(|&byte| byte == b'{').map_or(0, |at| at + 1);
        let member = [b"\"", KEY.as_bytes(), b"\":", json].concat();
        return Ok(Some(with(text, open, &member)));
    };
    let gap = space_before(text, last.key.start);
    let sign = space_before(text, last.value.start);
    let member = [b",", gap, b"\"", KEY.as_bytes(), b"\":", sign, json].concat();
    Ok(Some(with(text, last.value.end, &member)))
}

fn small(text: &[u8], limit: u64) -> Option<&[u8]> {
    (text.len() as u64 <= limit).then_some(text)
}

/// The white space that ends at `end`.
fn space_before(text: &[u8], end: usize) -> &[u8] {
    let before = &text[..end];
    let space = &before[before.trim_ascii_end().len()..];
    if space.len() > MAX_GAP { &[] } else { space }
}

fn is_recipe(text: &[u8], member: &Member) -> bool {
    serde_json::from_slice::<String>(&text[member.key.clone()]).is_ok_and(|key| key == KEY)
}

/// The members of the outermost object, or `None` if it is none. The text is known to be JSON.
fn members(text: &[u8]) -> Option<Vec<Member>> {
    let mut members = Vec::new();
    let mut at = skip_space(text, 0);
    if text.get(at) != Some(&b'{') {
        return None;
    }
    at = skip_space(text, at + 1);
    while text.get(at) == Some(&b'"') {
        let key = at..string_end(text, at)?;
        let colon = skip_space(text, key.end);
        let start = skip_space(text, colon + 1);
        let value = start..value_end(text, start)?;
        at = skip_space(text, value.end);
        members.push(Member { key, value });
        if text.get(at) == Some(&b',') {
            at = skip_space(text, at + 1);
        }
    }
    Some(members)
}

fn skip_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_ascii_start().len())
}

/// Behind the string that begins at `at`.
fn string_end(text: &[u8], at: usize) -> Option<usize> {
    let mut escaped = false;
    for (offset, byte) in text.get(at + 1..)?.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1 + offset + 1),
            _ => {}
        }
    }
    None
}

/// Behind the value that begins at `at`.
fn value_end(text: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        match text.get(at)? {
            b'"' => at = string_end(text, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            // A number or a word.
            _ => {
                let rest = &text[at..];
                let end = rest.iter().position(|byte| b",:]} \t\n\r".contains(byte));
                at += end.unwrap_or(rest.len());
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}
