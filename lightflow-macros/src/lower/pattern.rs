//! The names that a pattern binds.

use proc_macro2::{Ident, Span};
use syn::Pat;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};

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

/// The pattern without the names that it binds: it fits the same values, and takes nothing of them.
pub fn unbound(pattern: &Pat) -> Pat {
    struct Unbound;
    impl VisitMut for Unbound {
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            field.colon_token.get_or_insert_default();
            self.visit_pat_mut(&mut field.pat);
        }
        fn visit_pat_mut(&mut self, pattern: &mut Pat) {
            match pattern {
                Pat::Ident(it) if is_variable(&it.ident) => {
                    let span = it.ident.span();
                    *pattern = match it.subpat.take() {
                        Some((_, inner)) => *inner,
                        None => return *pattern = syn::parse_quote_spanned!(span => _),
                    };
                    self.visit_pat_mut(pattern);
                }
                other => visit_mut::visit_pat_mut(self, other),
            }
        }
        fn visit_expr_mut(&mut self, _: &mut syn::Expr) {}
    }
    let mut pattern = pattern.clone();
    Unbound.visit_pat_mut(&mut pattern);
    pattern
}

fn is_variable(name: &Ident) -> bool {
    name.to_string().starts_with(|first: char| first.is_lowercase() || first == '_')
}

/// Names that a pattern binds, in order; constants and unit variants are not among them.
pub fn bound(pattern: &Pat) -> Vec<Ident> {
    struct Bound(Vec<Ident>);
    impl<'ast> Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            if is_variable(&pattern.ident) && !self.0.contains(&pattern.ident) {
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
