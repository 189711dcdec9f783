//! Repairs of a step's ports.

use lightflow_errors::{self as errors, Mistake};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::bytes;

/// A port that one free port of the node is near to.
pub fn repair(seen: &Seen<'_>, mistake: Mistake, near: &[String]) -> Option<Vec<Edit>> {
    if mistake == errors::MISSING_PORT {
        return defaults(seen);
    }
    if mistake == errors::NO_MEMBER {
        return node_as_method(seen);
    }
    if mistake == errors::PATTERN_TYPE {
        return shorter_tuple(seen);
    }
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

/// What is missing has defaults: `fit { image }` is `fit { image, .. }`, and so is `fit(image)`.
fn defaults(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let calls = Calls::around(seen.graph()?, &seen.range);
    if let Some(literal) = calls.literal {
        let asset = seen.assets.get(&literal.path.segments.last()?.ident.to_string())?;
        let given: Vec<String> =
            literal.fields.iter().map(|field| seen.file.slice(&bytes(&field.member)).into()).collect();
        let missing = asset.ports.iter().filter(|port| !given.contains(&port.name));
        if literal.dot2_token.is_some() || literal.fields.is_empty() || !all_have_defaults(missing) {
            return None;
        }
        let end = bytes(literal.fields.last()?).end;
        let comma = if literal.fields.trailing_punct() { " .." } else { ", .." };
        let end = if literal.fields.trailing_punct() { end + 1 } else { end };
        return Some(vec![replace(seen, end..end, comma)]);
    }
    let call = calls.call?;
    let syn::Expr::Path(func) = &*call.func else { return None };
    let asset = seen.assets.get(&func.path.segments.last()?.ident.to_string())?;
    if call.args.is_empty() || !all_have_defaults(asset.ports.iter().skip(call.args.len())) {
        return None;
    }
    let values = asset.ports.iter().zip(&call.args).map(|(port, value)| {
        let value = seen.file.slice(&bytes(value));
        if value == port.name { value.to_owned() } else { format!("{}: {value}", port.name) }
    });
    let values: Vec<String> = values.collect();
    let range = bytes(&call.func).end..bytes(call).end;
    Some(vec![replace(seen, range, format!(" {{ {}, .. }}", values.join(", ")))])
}

fn all_have_defaults<'a>(missing: impl Iterator<Item = &'a crate::source::Port>) -> bool {
    let missing: Vec<bool> = missing.map(|port| port.has_default).collect();
    !missing.is_empty() && missing.into_iter().all(|default| default)
}

/// `photo.fit(512)` where `fit` is a node: `fit(photo, 512)`.
fn node_as_method(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let call = Calls::around(seen.graph()?, &seen.range).method?;
    let asset = seen.assets.get(seen.token())?;
    if asset.ports.len() != call.args.len() + 1 || seen.code() != "E0599" {
        return None;
    }
    let mut values = vec![seen.file.slice(&bytes(&call.receiver)).to_owned()];
    if asset.ports[0].ty.starts_with('&') {
        values[0].insert(0, '&');
    }
    values.extend(call.args.iter().map(|value| seen.file.slice(&bytes(value)).to_owned()));
    Some(vec![replace(seen, bytes(call), format!("{}({})", call.method, values.join(", ")))])
}

/// `(image, mask, _)` for two parts: the `_` at the end is too many.
fn shorter_tuple(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let label = seen.span.label.as_deref()?.strip_prefix("expected a tuple with ")?;
    let wanted: usize = label.split(' ').next()?.parse().ok()?;
    let inner = seen.token().strip_prefix('(')?.strip_suffix(')')?;
    let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
    let extra = parts.get(wanted..)?;
    if extra.is_empty() || wanted < 2 || !extra.iter().all(|part| *part == "_") || inner.contains('(') {
        return None;
    }
    Some(vec![replace(seen, seen.range.clone(), format!("({})", parts[..wanted].join(", ")))])
}

/// The innermost calls around some bytes, or those that start there.
#[derive(Default)]
struct Calls<'a> {
    range: std::ops::Range<usize>,
    call: Option<&'a syn::ExprCall>,
    literal: Option<&'a syn::ExprStruct>,
    method: Option<&'a syn::ExprMethodCall>,
}

impl<'a> Calls<'a> {
    fn around(function: &'a syn::ItemFn, range: &std::ops::Range<usize>) -> Self {
        let mut calls = Calls { range: range.clone(), ..Calls::default() };
        syn::visit::Visit::visit_block(&mut calls, &function.block);
        calls
    }
}

impl<'a> syn::visit::Visit<'a> for Calls<'a> {
    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if bytes(&call.func) == self.range {
            self.call = Some(call);
        }
        syn::visit::visit_expr_call(self, call);
    }
    fn visit_expr_struct(&mut self, literal: &'a syn::ExprStruct) {
        if bytes(&literal.path) == self.range {
            self.literal = Some(literal);
        }
        syn::visit::visit_expr_struct(self, literal);
    }
    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        if bytes(&call.method) == self.range {
            self.method = Some(call);
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}
