//! Repairs that are certain: there is one way to write what was meant.

mod apply;
mod arguments;
mod between;
mod body;
mod bound;
mod control;
mod converted;
mod glue;
mod idle;
mod items;
mod lists;
mod options;
mod order;
mod parts;
mod patterns;
mod plain;
mod shared;
mod signature;
mod spelt;
mod suggested;
mod swapped;
#[cfg(test)]
mod testing;
mod twin;
mod types;
mod unchanged;
mod unquoted;
mod unshaped;
mod untyped;
mod values;

use lightflow_errors::Mistake;
use serde::Serialize;

use crate::diagnose::Seen;

pub use apply::{Applied, apply, apply_to_text};

/// A piece of a file and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The file, relative to the workspace.
    pub file: String,
    /// The first byte that goes.
    pub start: usize,
    /// The byte after the last one that goes.
    pub end: usize,
    /// What comes instead.
    pub replacement: String,
}

/// The edits that repair a mistake; none if it is not certain which do.
pub(crate) fn certain(seen: &Seen<'_>, mistake: Option<Mistake>, near: &[String]) -> Vec<Edit> {
    let own = mistake.and_then(|mistake| {
        lists::repair(seen, mistake)
            .or_else(|| signature::repair(seen, mistake))
            .or_else(|| spelt::repair(seen))
            .or_else(|| options::repair(seen, mistake))
            .or_else(|| body::repair(seen, mistake))
            .or_else(|| control::repair(seen, mistake))
            .or_else(|| bound::repair(seen, mistake))
            .or_else(|| idle::repair(seen, mistake))
            .or_else(|| plain::repair(seen, mistake))
            .or_else(|| unshaped::repair(seen, mistake))
            .or_else(|| items::repair(seen, mistake))
            .or_else(|| shared::repair(seen, mistake))
            .or_else(|| unchanged::repair(seen, mistake))
            .or_else(|| untyped::repair(seen, mistake))
            .or_else(|| types::repair(seen, mistake))
            .or_else(|| glue::repair(seen, mistake))
            .or_else(|| patterns::repair(seen, mistake))
            .or_else(|| order::repair(seen, mistake))
            .or_else(|| swapped::repair(seen, mistake))
            .or_else(|| between::repair(seen, mistake))
            .or_else(|| twin::repair(seen, mistake))
            .or_else(|| parts::repair(seen, mistake))
            .or_else(|| converted::repair(seen, mistake))
            .or_else(|| arguments::repair(seen, mistake, near))
    });
    own.or_else(|| unquoted::repair(seen)).or_else(|| suggested::repair(seen, mistake)).unwrap_or_default()
}

/// Puts `text` in the place of a range of the file.
fn replace(seen: &Seen<'_>, range: std::ops::Range<usize>, text: impl Into<String>) -> Edit {
    Edit { file: seen.span.file_name.clone(), start: range.start, end: range.end, replacement: text.into() }
}

/// Takes a range of the file away.
fn remove(seen: &Seen<'_>, range: std::ops::Range<usize>) -> Edit {
    replace(seen, range, "")
}

/// What the help of our own message puts in backticks after `write`.
fn written<'a>(seen: &'a Seen<'_>) -> Option<&'a str> {
    let help = seen.error.message.lines().find_map(|line| line.trim_start().strip_prefix("help: write `"))?;
    help.strip_suffix('`').filter(|text| !text.contains('`'))
}
