//! Repairs of a step's ports.

use lightflow_errors::{self as errors, Mistake};

use super::{Edit, replace};
use crate::diagnose::Seen;

/// A port that one free port of the node is near to.
pub fn repair(seen: &Seen<'_>, mistake: Mistake, near: &[String]) -> Option<Vec<Edit>> {
    if mistake == errors::NEEDS_BORROW {
        return borrowed(seen);
    }
    let [only] = near else { return None };
    if mistake != errors::UNKNOWN_PORT
        || seen.error.children.iter().any(|child| child.message.contains("similar name"))
    {
        return None;
    }
    Some(vec![replace(seen, seen.range.clone(), only.clone())])
}

/// rustc suggests `&` as well, but not in a port that is written short: `fit { image }`.
fn borrowed(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let suggested = seen.error.children.iter().any(|child| child.message.contains("consider borrowing"));
    let shorthand = seen.file.text[seen.range.end..].trim_start().starts_with([',', '}'])
        && seen.file.text[..seen.range.start].trim_end().ends_with(['{', ',']);
    if suggested || shorthand {
        return None;
    }
    Some(vec![replace(seen, seen.range.start..seen.range.start, "&")])
}
