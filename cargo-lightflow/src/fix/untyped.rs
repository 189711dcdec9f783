//! A parameter without a type, where the body says which it is.

use lightflow_errors::{self as errors, Mistake};
use syn::{BinOp, Expr, FnArg, Pat, ReturnType, Stmt};

use super::{Edit, replace, types, values};
use crate::diagnose::Seen;
use crate::source::{bytes, holds};

/// `fn widen(width) -> u32 { width * 2 }`, and a parameter that ports read.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::SIGNATURE_SYNTAX || !seen.error.message.starts_with("expected one of `:`") {
        return None;
    }
    let at = seen.file.end_before(seen.range.start);
    let (before, after) = seen.file.text.split_at(at);
    // The file as it is with a type in that place.
    let file = syn::parse_file(&format!("{before}: (){after}")).ok()?;
    let function = file.items.iter().find_map(|item| match item {
        syn::Item::Fn(it) if holds(&bytes(it), &(at..at)) => Some(it),
        _ => None,
    })?;
    let name = function.sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(name) if bytes(name).end == at => Some(name.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })?;
    let ty = if seen.place?.is_graph() {
        types::of_ports(seen, &function.block.stmts, &name)?
    } else {
        let ReturnType::Type(_, output) = &function.sig.output else { return None };
        let [Stmt::Expr(value, None)] = function.block.stmts.as_slice() else { return None };
        let range = bytes(&**output);
        let shift = ": ()".len();
        let output = seen.file.slice(&(range.start - shift..range.end - shift));
        (computes(value, &name) && values::is_number(output)).then(|| output.to_owned())?
    };
    Some(vec![replace(seen, at..at, format!(": {ty}"))])
}

/// `width * 2`: what comes out is of the type that goes in.
fn computes(value: &Expr, name: &str) -> bool {
    let Expr::Binary(it) = value else { return false };
    let plain = |expr: &Expr| match expr {
        Expr::Path(path) => path.path.is_ident(name),
        Expr::Lit(_) => true,
        _ => false,
    };
    let arithmetic =
        matches!(it.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_));
    arithmetic && plain(&it.left) && plain(&it.right) && values::reads(value, name) > 0
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(text: &str) -> Option<String> {
        let message = "expected one of `:`, `@`, or `|`, found `)`";
        Mistaken::new(text, message).also("#[node] fn load(path: String) -> Image {}").at(")").repaired()
    }

    #[test]
    fn the_type_is_what_the_body_needs() {
        let text = repaired("#[node]fn f(n) -> u32 { n * 2 }");
        // An attribute has a `)` of its own: the first one here is the head's.
        assert_eq!(text.as_deref(), Some("#[node]fn f(n: u32) -> u32 { n * 2 }"));
        let text = repaired("#[workflow] fn f(name) -> Image { load(name) }");
        assert_eq!(text.as_deref(), Some("#[workflow] fn f(name: String) -> Image { load(name) }"));
    }

    #[test]
    fn a_type_that_is_not_known_is_left() {
        assert_eq!(repaired("#[node]fn f(n) -> u32 { n.len() }"), None);
        assert_eq!(repaired("#[node]fn f(n) -> u32 { g(n) * 2 }"), None);
        assert_eq!(repaired("#[node]fn f(n) -> String { n + \"!\" }"), None, "the parts of a text differ");
        assert_eq!(repaired("#[workflow] fn f(name) -> Image { unknown(name) }"), None);
    }
}
