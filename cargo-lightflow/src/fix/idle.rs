//! Statements that a graph has no use for, and that can mean nothing else: they go.

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, Pat, Stmt};

use super::{Edit, remove, values};
use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    let around = Statement::around(seen.graph()?, &seen.range);
    let own = around.last()?;
    let idle = match (mistake, own.stmt()) {
        // Values of a graph do not change: it runs never, or without end.
        (errors::LOOP, Stmt::Expr(Expr::While(it), _)) => it.body.stmts.is_empty(),
        (errors::MACRO_STATEMENT, Stmt::Macro(it)) => prints_a_text(&it.mac),
        (errors::LET_WITHOUT_VALUE, Stmt::Local(local)) => is_never_used(own, &local.pat),
        _ => false,
    };
    idle.then(|| line(seen, own.stmt())).flatten()
}

/// `println!("done");`: no value goes into it, so that no node in its place would have an order.
fn prints_a_text(mac: &syn::Macro) -> bool {
    let prints = ["print", "println", "eprint", "eprintln"].iter().any(|name| mac.path.is_ident(name));
    let text = mac.parse_body::<syn::LitStr>();
    prints && text.is_ok_and(|text| !text.value().contains('{'))
}

fn is_never_used(own: &Statement<'_>, pat: &Pat) -> bool {
    let name = match pat {
        Pat::Type(typed) => &*typed.pat,
        pat => pat,
    };
    let Pat::Ident(name) = name else { return false };
    let block = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: own.block.clone() });
    values::reads(&block, &name.ident.to_string()) == 0
}

/// The whole lines of a statement, if nothing else stands on them.
fn line(seen: &Seen<'_>, statement: &Stmt) -> Option<Vec<Edit>> {
    let own = bytes(statement);
    let line = seen.file.line_start(own.start)..seen.file.line_end(own.end);
    let end = (line.end + 1).min(seen.file.text.len());
    (seen.file.slice(&line).trim() == seen.file.slice(&own)).then(|| vec![remove(seen, line.start..end)])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(line: &str, code: &str, token: &str) -> Option<String> {
        let text = format!("#[workflow] fn f(photo: Image) -> Image {{\n    {line}\n    photo\n}}");
        let message = format!("it is not used here\nhelp: say it otherwise\ncode: {code}");
        let repaired = Mistaken::new(&text, &message).at(token).repaired()?;
        assert_eq!(repaired, "#[workflow] fn f(photo: Image) -> Image {\n    photo\n}");
        Some(repaired)
    }

    #[test]
    fn what_does_nothing_goes() {
        assert!(repaired("while photo.width < 512 {}", "LF0204", "while").is_some());
        assert!(repaired("println!(\"loaded\");", "LF0209", "println").is_some());
        assert!(repaired("let small;", "LF0211", "let").is_some());
    }

    #[test]
    fn what_may_mean_something_is_left() {
        assert_eq!(repaired("while photo.width < 512 { widen(&photo); }", "LF0204", "while"), None);
        assert_eq!(repaired("loop { fit(&photo); }", "LF0204", "loop"), None);
        assert_eq!(repaired("println!(\"{}\", photo.width);", "LF0209", "println"), None);
        assert_eq!(repaired("println!(\"{photo:?}\");", "LF0209", "println"), None);
        assert_eq!(repaired("panic!(\"loaded\");", "LF0209", "panic"), None);
        assert_eq!(repaired("let small; small = fit(&photo);", "LF0211", "let"), None);
    }
}
