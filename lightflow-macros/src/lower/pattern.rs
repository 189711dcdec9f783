//! The names that a pattern binds.

use proc_macro2::Ident;
use syn::Pat;
use syn::visit::Visit;

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
