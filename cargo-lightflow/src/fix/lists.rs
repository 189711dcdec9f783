//! A node that gives an iterator gives a list.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, GenericArgument, PathArguments, ReturnType, Stmt, Type, TypeParamBound};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::{bytes, holds};

/// `-> impl Iterator<Item = u32>` is `-> Vec<u32>`, and the last value is collected.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::GENERIC {
        return None;
    }
    let function = seen.place?.function.as_ref()?;
    let ReturnType::Type(_, ty) = &function.sig.output else { return None };
    let Type::ImplTrait(it) = &**ty else { return None };
    if !holds(&bytes(it), &seen.range) {
        return None;
    }
    let item = seen.file.slice(&bytes(item(it)?));
    // What is lent does not leave the node.
    if item.contains(['&', '\'']) || item.contains("impl ") {
        return None;
    }
    let Stmt::Expr(last, None) = function.block.stmts.last()? else { return None };
    let mut search = Endless(false);
    search.visit_block(&function.block);
    if search.0 {
        return None;
    }
    let end = bytes(last).end;
    let mut edits = vec![replace(seen, bytes(ty), format!("Vec<{item}>"))];
    match last {
        Expr::MethodCall(_) | Expr::Call(_) | Expr::Path(_) | Expr::Paren(_) => {
            edits.push(replace(seen, end..end, ".collect()"));
        }
        Expr::Range(_) => {
            edits.push(replace(seen, bytes(last).start..bytes(last).start, "("));
            edits.push(replace(seen, end..end, ").collect()"));
        }
        _ => return None,
    }
    Some(edits)
}

/// `u32` of `impl Iterator<Item = u32> + Send`.
fn item(it: &syn::TypeImplTrait) -> Option<&Type> {
    it.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last().filter(|last| last.ident == "Iterator")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(it) if it.ident == "Item" => Some(&it.ty),
            _ => None,
        })
    })
}

/// Whether a body gives more than one iterator, or one that may not end.
struct Endless(bool);

impl Visit<'_> for Endless {
    fn visit_expr_range(&mut self, range: &syn::ExprRange) {
        self.0 |= range.end.is_none();
        visit::visit_expr_range(self, range);
    }
    fn visit_expr_return(&mut self, _: &syn::ExprReturn) {
        self.0 = true;
    }
    fn visit_expr_macro(&mut self, _: &syn::ExprMacro) {
        self.0 = true;
    }
    fn visit_ident(&mut self, name: &syn::Ident) {
        let endless = ["cycle", "repeat", "repeat_with", "successors", "from_fn", "unfold"];
        self.0 |= endless.iter().any(|other| name == other);
    }
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(output: &str, body: &str) -> Option<String> {
        let text = format!("#[node] fn f(n: u32) -> {output} {{ {body} }}");
        let message = "a node gives a value of one type\nhelp: write the type\ncode: LF0102";
        Mistaken::new(&text, message).at("impl").repaired()
    }

    #[test]
    fn an_iterator_is_collected() {
        let text = repaired("impl Iterator<Item = u32>", "(0..n).map(|n| n * 2)").unwrap();
        assert_eq!(text, "#[node] fn f(n: u32) -> Vec<u32> { (0..n).map(|n| n * 2).collect() }");
        assert!(
            repaired("impl Iterator<Item = u32> + Send", "0..n").unwrap().contains("{ (0..n).collect() }")
        );
    }

    #[test]
    fn what_does_not_end_or_is_lent_is_left() {
        for body in
            ["0..", "[n].into_iter().cycle()", "std::iter::repeat(n)", "if n > 1 { a(n) } else { b(n) }"]
        {
            assert_eq!(repaired("impl Iterator<Item = u32>", body), None, "{body}");
        }
        assert_eq!(repaired("impl Iterator<Item = &'static str>", "words()"), None);
        assert_eq!(repaired("impl ToString", "n"), None);
    }
}
