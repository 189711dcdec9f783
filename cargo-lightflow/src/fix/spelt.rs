//! Repairs that the help of our own message spells out in full.
//!
//! ``write `X` `` puts X in the place of what is marked, ``write `X` alone`` in that of the whole option, and
//! `remove it` takes the option off. Examples say `such as`, and are none of them.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{Edit, remove, replace};
use crate::diagnose::Seen;

/// The repair that our help spells out for an option, or for a value that the compiler worked out to be wrong.
pub fn repair(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let computed = seen.code() == "E0080";
    let tokens: TokenStream = seen.file.text.parse().ok()?;
    let path = Around::of(tokens, &seen.range, computed)?;
    let help = seen.error.message.lines().find_map(|line| line.trim_start().strip_prefix("help: "))?;
    if help == "remove it" {
        return (!computed).then(|| path.without(seen));
    }
    let (text, alone) = match help.strip_prefix("write `")?.split_once('`')? {
        (text, "") => (text, false),
        (text, " alone") => (text, true),
        _ => return None,
    };
    let place = if alone || path.is_setting(seen, text) {
        path.item()
    } else if let Some(delimiter) = group_of(text) {
        path.groups.iter().rev().find(|group| group.delimiter() == delimiter).map(range_of)?
    } else {
        whole_path(&seen.file.text, &seen.range)
    };
    Some(vec![replace(seen, place, text)])
}

/// The groups around some bytes, the innermost last.
struct Around {
    range: Range<usize>,
    groups: Vec<Group>,
}

impl Around {
    /// `None` outside of attributes, unless `anywhere`.
    fn of(tokens: TokenStream, range: &Range<usize>, anywhere: bool) -> Option<Self> {
        let (mut groups, mut tokens) = (Vec::new(), tokens);
        let mut attribute = anywhere;
        loop {
            let mut hash = false;
            let inside = tokens.into_iter().find_map(|token| match token {
                TokenTree::Group(group) if holds_inside(&group, range) => Some((group, hash)),
                TokenTree::Punct(punct) => {
                    hash = punct.as_char() == '#';
                    None
                }
                _ => {
                    hash = false;
                    None
                }
            });
            let Some((group, is_attribute)) = inside else { break };
            attribute |= is_attribute && group.delimiter() == Delimiter::Bracket;
            tokens = group.stream();
            groups.push(group);
        }
        attribute.then(|| Self { range: range.clone(), groups })
    }

    /// What stands between the commas around the bytes.
    fn item(&self) -> Range<usize> {
        let (mut start, mut end) = (None, self.range.end);
        for token in self.groups.last().map(Group::stream).into_iter().flatten() {
            let own = token.span().byte_range();
            if !matches!(&token, TokenTree::Punct(comma) if comma.as_char() == ',') {
                start.get_or_insert(own.start);
                end = own.end;
            } else if own.start < self.range.start {
                start = None;
            } else {
                break;
            }
        }
        start.unwrap_or(self.range.start)..end
    }

    /// Whether a text is a whole option of the name that is marked: `retry = 3` where `retry(3)` is.
    fn is_setting(&self, seen: &Seen<'_>, text: &str) -> bool {
        let rest = text.strip_prefix(seen.token()).map(str::trim_start);
        let names = seen.token().chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        names
            && self.item().start == self.range.start
            && rest.is_some_and(|rest| rest.starts_with(['=', '(']))
    }

    /// Takes the option off with its comma; a list with nothing else goes as well.
    fn without(&self, seen: &Seen<'_>) -> Vec<Edit> {
        let text = &seen.file.text;
        let item = self.item();
        let before = text[..item.start].trim_end();
        let after = text[item.end..].trim_start();
        let whole = self.groups.last().map(range_of).unwrap_or_default();
        let gone = if let Some(rest) = after.strip_prefix(',').filter(|_| !before.ends_with(',')) {
            let rest = text.len() - rest.trim_start().len();
            if rest + 1 == whole.end { whole_list(text, whole) } else { item.start..rest }
        } else if let Some(before) = before.strip_suffix(',') {
            before.trim_end().len()..item.end
        } else {
            whole_list(text, whole)
        };
        vec![remove(seen, gone)]
    }
}

/// `(..)` of an attribute; the whole of a `#[port(..)]`, which says nothing without options.
fn whole_list(text: &str, list: Range<usize>) -> Range<usize> {
    match text[..list.start].strip_suffix("#[port") {
        Some(before) if text[list.end..].starts_with(']') => {
            let rest = text[list.end + 1..].trim_start();
            before.len()..text.len() - rest.len()
        }
        _ => list,
    }
}

fn holds_inside(group: &Group, range: &Range<usize>) -> bool {
    let own = range_of(group);
    own.start < range.start && range.end < own.end
}

fn range_of(group: &Group) -> Range<usize> {
    group.span().byte_range()
}

/// The delimiter of a text that is one group.
fn group_of(text: &str) -> Option<Delimiter> {
    let mut tokens = text.parse::<TokenStream>().ok()?.into_iter();
    match (tokens.next()?, tokens.next()) {
        (TokenTree::Group(group), None) => Some(group.delimiter()),
        _ => None,
    }
}

/// `Backdrop::Plain`, of which the last name is marked.
fn whole_path(text: &str, marked: &Range<usize>) -> Range<usize> {
    let mut start = marked.start;
    while let Some(before) = text[..start].strip_suffix("::") {
        start = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || letter == '_').len();
    }
    start..marked.end
}
