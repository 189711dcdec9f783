//! Repairs of patterns, and of code that a pattern is in the way of.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, Pat};

use super::{Edit, remove, replace};
use crate::diagnose::{Seen, Types};
use crate::source::bytes;

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    match mistake {
        errors::PATTERN_TYPE => other_fields(seen).or_else(|| variant_of_other(seen)),
        errors::LENT_ITEM => list_itself(seen),
        errors::LET_CHAIN => guarded_match(seen),
        errors::STEP_IN_EXPRESSION => mapped_list(seen),
        _ => None,
    }
}

/// `Cutout { subject }`, whose other fields are not wanted: `Cutout { subject, .. }`.
fn other_fields(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let rest = seen.error.children.iter().find(|child| child.message.contains("ignore missing fields"))?;
    let edits = rest.spans.iter().filter_map(|span| {
        let range = crate::diagnose::range_of(span);
        Some(replace(seen, range, span.suggested_replacement.clone()?))
    });
    Some(edits.collect())
}

/// `Ok(photo)` of an `Option`, and the like.
fn variant_of_other(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let types = Types::of(seen.error)?;
    let outer = |ty: &str| ty.trim_start_matches('&').split('<').next().unwrap_or_default().to_owned();
    let text = seen.token();
    let (of, to) = match (outer(&types.expected).as_str(), outer(&types.found).as_str()) {
        ("Option", "Result") if text.starts_with("Ok(") => ("Ok", "Some"),
        ("Option", "Result") if text == "Err(_)" => ("Err(_)", "None"),
        ("Result", "Option") if text.starts_with("Some(") => ("Some", "Ok"),
        ("Result", "Option") if text == "None" => ("None", "Err(_)"),
        _ => return None,
    };
    Some(vec![replace(seen, seen.range.start..seen.range.start + of.len(), to)])
}

/// `for (image, mask) in &pairs`: a list of its own is taken apart.
fn list_itself(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let rest = &seen.file.text[seen.range.end..];
    let list = rest.trim_start().strip_prefix("in ")?.trim_start().strip_prefix('&')?;
    let plain = list.starts_with(|letter: char| letter.is_lowercase());
    let end = seen.file.text.len() - list.len();
    plain.then(|| vec![remove(seen, end - 1..end)])
}

/// `if let Some(photo) = found && wide { .. } else { .. }`: a `match` with a guard.
fn guarded_match(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    struct Search<'a>(usize, Option<&'a syn::ExprIf>);
    impl<'a> Visit<'a> for Search<'a> {
        fn visit_expr_if(&mut self, it: &'a syn::ExprIf) {
            if bytes(&it.cond).start == self.0 {
                self.1 = Some(it);
            }
            visit::visit_expr_if(self, it);
        }
    }
    let mut search = Search(seen.range.start, None);
    search.visit_block(&seen.graph()?.block);
    let it = search.1?;
    let (_, other) = it.else_branch.as_ref()?;
    let Expr::Block(other) = &**other else { return None };
    let Expr::Binary(syn::ExprBinary { left, op: syn::BinOp::And(and), right, .. }) = &*it.cond else {
        return None;
    };
    let Expr::Let(first) = &**left else { return None };
    let text = |range: std::ops::Range<usize>| seen.file.slice(&range);
    let guard = text(bytes(right));
    if guard.contains("let ") {
        return None;
    }
    let start = bytes(it).start;
    let indent = seen.file.line_start(start);
    let indent = " ".repeat(start - indent - text(indent..start).trim_start().len());
    let value = text(bytes(&first.expr).start..bytes(and).start).trim_end();
    let arm = |block: &syn::Block| match block.stmts.as_slice() {
        [syn::Stmt::Expr(value, None)] => format!("{},", text(bytes(value))),
        _ => text(bytes(block)).replace('\n', "\n    "),
    };
    let written = format!(
        "match {value} {{\n{indent}    {} if {guard} => {}\n{indent}    _ => {}\n{indent}}}",
        text(bytes(&first.pat)),
        arm(&it.then_branch),
        arm(&other.block),
    );
    Some(vec![replace(seen, bytes(it), written)])
}

/// `let images: Vec<Image> = names.iter().map(|name| load(name.clone())).collect();`: a `for` over the list.
fn mapped_list(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    struct Search<'a>(usize, Option<&'a syn::Local>);
    impl<'a> Visit<'a> for Search<'a> {
        fn visit_local(&mut self, local: &'a syn::Local) {
            let own = bytes(local);
            if own.start <= self.0 && self.0 < own.end {
                self.1 = Some(local);
            }
            visit::visit_local(self, local);
        }
    }
    let mut search = Search(seen.range.start, None);
    search.visit_block(&seen.graph()?.block);
    let local = search.1?;
    let value = &*local.init.as_ref()?.expr;
    let collect = called(value, "collect", 0)?;
    let map = called(&collect.receiver, "map", 1)?;
    let (list, borrow) = match (called(&map.receiver, "iter", 0), called(&map.receiver, "into_iter", 0)) {
        (Some(list), _) => (list, "&"),
        (_, Some(list)) => (list, ""),
        _ => return None,
    };
    let (Expr::Path(_), Some(Expr::Closure(closure))) = (&*list.receiver, map.args.first()) else {
        return None;
    };
    let [Pat::Ident(item)] = closure.inputs.iter().collect::<Vec<_>>()[..] else { return None };
    let name = match &local.pat {
        Pat::Type(typed) => &*typed.pat,
        pat => pat,
    };
    let text = |range: std::ops::Range<usize>| seen.file.slice(&range);
    let body = match text(bytes(&closure.body)) {
        block if block.starts_with('{') => block.to_owned(),
        value => format!("{{ {value} }}"),
    };
    let (name, item, list) = (text(bytes(name)), text(bytes(item)), text(bytes(&list.receiver)));
    let written = format!("let {name} = for {item} in {borrow}{list} {body}");
    Some(vec![replace(seen, bytes(local).start..bytes(value).end, written)])
}

fn called<'a>(expr: &'a Expr, method: &str, args: usize) -> Option<&'a syn::ExprMethodCall> {
    match expr {
        Expr::MethodCall(it) if it.method == method && it.args.len() == args => Some(it),
        _ => None,
    }
}
