//! Moves a `let` above the line that reads it.

use std::collections::BTreeSet;

use lightflow_errors::{self as errors, Mistake};
use syn::Stmt;
use syn::visit::{self, Visit};

use super::{Edit, remove, replace};
use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

/// Repairs a value that is used too early, if what makes it needs nothing of the lines between.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::USED_BEFORE {
        return None;
    }
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    let (reader, made) = around.iter().rev().find_map(|reader| {
        let later = &reader.block.stmts[reader.index + 1..];
        let made = later.iter().position(|statement| defines(statement).contains(seen.token()))?;
        Some((reader, reader.index + 1 + made))
    })?;
    let moved = &reader.block.stmts[made];
    let between = &reader.block.stmts[reader.index..made];
    let missing: BTreeSet<String> = between.iter().flat_map(defines).collect();
    if reads(moved).intersection(&missing).next().is_some() {
        return None;
    }
    let from = bytes(moved);
    let target = seen.file.line_start(bytes(reader.stmt()).start);
    let line = seen.file.line_start(from.start)..seen.file.line_end(from.end);
    // Whole lines only: what else stands on them would move too.
    if seen.file.slice(&line).trim() != seen.file.slice(&from) {
        return None;
    }
    let text = format!("{}\n", seen.file.slice(&line));
    let end = (line.end + 1).min(seen.file.text.len());
    Some(vec![replace(seen, target..target, text), remove(seen, line.start..end)])
}

fn defines(statement: &Stmt) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl Visit<'_> for Names {
        fn visit_pat_ident(&mut self, name: &syn::PatIdent) {
            self.0.insert(name.ident.to_string());
        }
    }
    let mut names = Names(BTreeSet::new());
    if let Stmt::Local(local) = statement {
        names.visit_pat(&local.pat);
    }
    names.0
}

fn reads(statement: &Stmt) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl Visit<'_> for Names {
        fn visit_expr_path(&mut self, path: &syn::ExprPath) {
            self.0.extend(path.path.get_ident().map(ToString::to_string));
        }
        fn visit_macro(&mut self, mac: &syn::Macro) {
            // `format!("{photo}")` reads names that are no paths.
            let text = mac.tokens.to_string();
            let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            self.0.extend(words.map(str::to_owned));
            visit::visit_macro(self, mac);
        }
    }
    let mut names = Names(BTreeSet::new());
    names.visit_stmt(statement);
    names.0
}
