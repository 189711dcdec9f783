//! Two ports that have each other's names for values: the values are swapped.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, Member};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::{bytes, holds};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::SHAPE_MISMATCH && mistake != errors::WRONG_TYPE {
        return None;
    }
    struct Search<'a, 'r>(&'r std::ops::Range<usize>, Option<&'a syn::ExprStruct>);
    impl<'a> Visit<'a> for Search<'a, '_> {
        fn visit_expr_struct(&mut self, literal: &'a syn::ExprStruct) {
            if literal.fields.iter().any(|field| holds(&bytes(&field.expr), self.0)) {
                self.1 = Some(literal);
            }
            visit::visit_expr_struct(self, literal);
        }
    }
    let mut search = Search(&seen.range, None);
    search.visit_block(&seen.graph()?.block);
    let ports: Vec<_> = search.1?.fields.iter().map(|field| (port(&field.member), &field.expr)).collect();
    let (at, one) = ports.iter().find(|(_, value)| holds(&bytes(*value), &seen.range))?;
    let other_name = name(one)?;
    let (_, other) =
        ports.iter().find(|(port, value)| *port == other_name && name(value).as_ref() == Some(at))?;
    let text = |expr: &Expr| seen.file.slice(&bytes(expr)).to_owned();
    (at != &other_name)
        .then(|| vec![replace(seen, bytes(*one), text(other)), replace(seen, bytes(*other), text(one))])
}

fn port(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// `text` of `text` and `&text`.
fn name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Reference(it) => name(&it.expr),
        Expr::Path(it) => it.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}
