//! Repairs of a body's statements: code that is written as in a function, as a graph has it.

use std::ops::Range;

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, Stmt};

use super::{Edit, remove, replace};
use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    match mistake {
        errors::STEP_IN_BLOCK => lines_of_block(seen),
        errors::BLOCK_OF_CODE => single_value(seen),
        errors::RETURN => last_value(seen).or_else(|| early_return(seen)),
        errors::ITEM => item_outside(seen),
        errors::UNNAMED_LIST => named_list(seen),
        errors::STEP_ATTRIBUTE => concurrency(seen),
        _ => None,
    }
}

/// `let photo = { let raw = ..; blur(raw) };`: the lines, and then the last value.
fn lines_of_block(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    let outer = around.last()?;
    let Stmt::Local(local) = outer.stmt() else { return None };
    let Expr::Block(block) = &*local.init.as_ref()?.expr else { return None };
    let (last, lines) = block.block.stmts.split_last()?;
    let Stmt::Expr(value, None) = last else { return None };
    // A name that means something else outside would be covered.
    let text = seen.file.slice(&bytes(&function.block));
    let names = lines.iter().map(|line| match line {
        Stmt::Local(local) => Some(pattern_name(&local.pat)?),
        _ => None,
    });
    let unique = |name: &String| text.matches(&format!("let {name} ")).count() == 1;
    if !names.collect::<Option<Vec<_>>>()?.iter().all(unique) || lines.is_empty() {
        return None;
    }
    let start = bytes(local).start;
    let indent = " ".repeat(start - seen.file.line_start(start));
    let above: String =
        lines.iter().map(|line| format!("{}\n{indent}", seen.file.slice(&bytes(line)))).collect();
    let head = seen.file.slice(&(start..bytes(block).start)).to_owned();
    let text = format!("{above}{head}{}", seen.file.slice(&bytes(value)));
    Some(vec![replace(seen, start..bytes(block).end, text)])
}

fn pattern_name(pat: &syn::Pat) -> Option<String> {
    match pat {
        syn::Pat::Ident(name) => Some(name.ident.to_string()),
        syn::Pat::Type(typed) => pattern_name(&typed.pat),
        _ => None,
    }
}

/// `async { value }` is `value`; so is `unsafe { 512 }`.
fn single_value(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    use syn::visit::{self, Visit};
    struct Search(usize, Option<(Range<usize>, Range<usize>)>);
    impl Visit<'_> for Search {
        fn visit_expr(&mut self, expr: &Expr) {
            let (block, plain) = match expr {
                Expr::Async(it) => (Some(&it.block), true),
                Expr::Unsafe(it) => (Some(&it.block), false),
                _ => (None, false),
            };
            if let Some(block) = block
                && bytes(expr).start == self.0
                && let [Stmt::Expr(value, None)] = block.stmts.as_slice()
                && (plain || matches!(value, Expr::Lit(_)))
            {
                self.1 = Some((bytes(expr), bytes(value)));
            }
            visit::visit_expr(self, expr);
        }
    }
    let mut search = Search(seen.range.start, None);
    search.visit_block(&seen.graph()?.block);
    let (outer, value) = search.1?;
    Some(vec![remove(seen, outer.start..value.start), remove(seen, value.end..outer.end)])
}

/// `return value;` as the last line: `value`.
fn last_value(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let around = Statement::around(seen.graph()?, &seen.range);
    let [only] = around.as_slice() else { return None };
    let Stmt::Expr(Expr::Return(it), semicolon) = only.stmt() else { return None };
    let value = it.expr.as_ref()?;
    if !only.is_last() {
        return None;
    }
    let mut edits = vec![remove(seen, seen.range.start..bytes(value).start)];
    edits.extend(semicolon.as_ref().map(|semicolon| remove(seen, bytes(semicolon))));
    Some(edits)
}

/// `if small { return photo; }` before the last line: `if small { photo } else { last }`.
fn early_return(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let around = Statement::around(seen.graph()?, &seen.range);
    let [branch, inner] = around.as_slice() else { return None };
    let Stmt::Expr(Expr::If(it), None) = branch.stmt() else { return None };
    let Stmt::Expr(Expr::Return(returned), Some(semicolon)) = inner.stmt() else { return None };
    let value = returned.expr.as_ref()?;
    let last = branch.block.stmts.get(branch.index + 1)?;
    let Stmt::Expr(rest, None) = last else { return None };
    if it.else_branch.is_some()
        || it.then_branch.stmts.len() != 1
        || branch.index + 2 != branch.block.stmts.len()
    {
        return None;
    }
    let (end, rest) = (bytes(it).end, bytes(rest));
    let indent = " ".repeat(bytes(it).start - seen.file.line_start(bytes(it).start));
    Some(vec![
        remove(seen, seen.range.start..bytes(value).start),
        remove(seen, bytes(semicolon)),
        replace(seen, end..rest.start, format!(" else {{\n{indent}    ")),
        replace(seen, rest.end..rest.end, format!("\n{indent}}}")),
    ])
}

/// `const WIDTH: u32 = 512;` inside: the same above the workflow.
fn item_outside(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    let Stmt::Item(item) = around.last()?.stmt() else { return None };
    let own = bytes(item);
    let line = seen.file.line_start(own.start)..seen.file.line_end(own.end);
    if seen.file.slice(&line).trim() != seen.file.slice(&own) || seen.file.slice(&own).contains('\n') {
        return None;
    }
    let start = seen.file.line_start(bytes(function).start);
    let end = (line.end + 1).min(seen.file.text.len());
    let above = format!("{}\n\n", seen.file.slice(&own));
    Some(vec![replace(seen, start..start, above), remove(seen, line.start..end)])
}

/// `for index in 0..4`: the help writes the list, which gets a line above.
fn named_list(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let (_, help) = seen.error.message.split_once("help: bind the list first: `")?;
    let (line, _) = help.split_once('`')?;
    let function = seen.graph()?;
    let body = seen.file.slice(&bytes(&function.block));
    if line.contains("..>") || body.contains("items") {
        return None;
    }
    let range = line.split_once("= (")?.1.split_once(").collect")?.0;
    let end = seen.range.start + range.len();
    if seen.file.slice(&(seen.range.start..end)) != range {
        return None;
    }
    let around = Statement::around(function, &seen.range);
    let start = bytes(around.last()?.stmt()).start;
    let indent = " ".repeat(start - seen.file.line_start(start));
    Some(vec![
        replace(seen, start..start, format!("{line}\n{indent}")),
        replace(seen, seen.range.start..end, "items"),
    ])
}

/// `#[parallel(4)]` above a `for`: there is one attribute with a number.
fn concurrency(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let asked = seen.error.message.contains("help: use `#[concurrency(4)]`");
    let rest = seen.file.text[seen.range.end..].strip_prefix('(')?.split_once(")]")?.0;
    let number = rest.trim().parse::<u32>().is_ok_and(|number| number > 0);
    (asked && number).then(|| vec![replace(seen, seen.range.clone(), "concurrency")])
}
