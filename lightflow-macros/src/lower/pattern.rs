//! The names that a pattern binds.

use proc_macro2::{Ident, Span};
use syn::Pat;
use syn::visit::Visit;

/// The variant of `Option` or `Result` that a pattern names: another one does not fit it.
pub fn leaves_out(pattern: &Pat) -> Option<Span> {
    let path = match pattern {
        Pat::TupleStruct(it) => &it.path,
        Pat::Path(it) => &it.path,
        Pat::Ident(it) if it.ident == "None" => return Some(it.ident.span()),
        _ => return None,
    };
    let last = &path.segments.last()?.ident;
    ["Some", "None", "Ok", "Err"].iter().any(|variant| last == variant).then(|| last.span())
}

/// Names that a pattern binds, in order; constants and unit variants are not among them.
pub fn bound(pattern: &Pat) -> Vec<Ident> {
    struct Bound(Vec<Ident>);
    impl<'ast> Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            let variable =
                pattern.ident.to_string().starts_with(|first: char| first.is_lowercase() || first == '_');
            if variable && !self.0.contains(&pattern.ident) {
                self.0.push(pattern.ident.clone());
            }
            if let Some((_, inner)) = &pattern.subpat {
                self.visit_pat(inner);
            }
        }
        fn visit_expr(&mut self, _: &'ast syn::Expr) {}
    }
    let mut names = Bound(Vec::new());
    names.visit_pat(pattern);
    names.0
}
