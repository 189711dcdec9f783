//! What the sources say about the types of values in a body.

use syn::{Expr, FnArg, Pat, Stmt, Type};

use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

/// The type of what a step gives, if the expression is one.
pub fn of_step(seen: &Seen<'_>, expr: &Expr) -> Option<String> {
    let path = match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return None,
        },
        Expr::Struct(literal) => &literal.path,
        _ => return None,
    };
    Some(seen.assets.get(&path.segments.last()?.ident.to_string())?.output.clone())
}

/// The names that can be read at a place, each with its type if it is known, those bound last in front.
pub fn in_scope(seen: &Seen<'_>, range: &std::ops::Range<usize>) -> Vec<(String, Option<String>)> {
    let Some(function) = seen.graph() else { return Vec::new() };
    let mut values = Vec::new();
    for input in &function.sig.inputs {
        if let FnArg::Typed(input) = input {
            bind(seen, &input.pat, Some(owned(seen, &input.ty)), &mut values);
        }
    }
    for around in Statement::around(function, range) {
        for statement in &around.block.stmts[..around.index] {
            let Stmt::Local(local) = statement else { continue };
            let value = local.init.as_ref().map(|init| &*init.expr);
            bind(seen, &local.pat, value.and_then(|value| of_step(seen, value)), &mut values);
        }
        inner(seen, around.stmt(), range, &mut values);
    }
    values.reverse();
    let mut names = std::collections::BTreeSet::new();
    values.retain(|(name, _)| names.insert(name.clone()));
    values
}

/// Names of a `for` or an arm around the place, whose types are not worked out.
fn inner(
    seen: &Seen<'_>,
    statement: &Stmt,
    range: &std::ops::Range<usize>,
    values: &mut Vec<(String, Option<String>)>,
) {
    use syn::visit::{self, Visit};
    struct Search<'a, 'r> {
        range: &'r std::ops::Range<usize>,
        pats: Vec<&'a Pat>,
    }
    impl<'a> Visit<'a> for Search<'a, '_> {
        fn visit_expr_for_loop(&mut self, it: &'a syn::ExprForLoop) {
            if crate::source::holds(&bytes(&it.body), self.range) {
                self.pats.push(&it.pat);
            }
            visit::visit_expr_for_loop(self, it);
        }
        fn visit_arm(&mut self, arm: &'a syn::Arm) {
            if crate::source::holds(&bytes(arm), self.range) {
                self.pats.push(&arm.pat);
            }
            visit::visit_arm(self, arm);
        }
        fn visit_expr_let(&mut self, it: &'a syn::ExprLet) {
            self.pats.push(&it.pat);
        }
    }
    let mut search = Search { range, pats: Vec::new() };
    search.visit_stmt(statement);
    for pat in search.pats {
        bind(seen, pat, None, values);
    }
}

fn bind(seen: &Seen<'_>, pat: &Pat, ty: Option<String>, values: &mut Vec<(String, Option<String>)>) {
    match pat {
        Pat::Type(typed) => bind(seen, &typed.pat, Some(owned(seen, &typed.ty)), values),
        Pat::Ident(name) => values.push((name.ident.to_string(), ty)),
        Pat::Tuple(tuple) => {
            let parts = ty.and_then(|ty| parts(&ty)).filter(|parts| parts.len() == tuple.elems.len());
            for (index, part) in tuple.elems.iter().enumerate() {
                bind(seen, part, parts.as_ref().map(|parts| parts[index].clone()), values);
            }
        }
        other => {
            use syn::visit::Visit;
            struct Names(Vec<String>);
            impl Visit<'_> for Names {
                fn visit_pat_ident(&mut self, name: &syn::PatIdent) {
                    self.0.push(name.ident.to_string());
                }
            }
            let mut names = Names(Vec::new());
            names.visit_pat(other);
            values.extend(names.0.into_iter().map(|name| (name, None)));
        }
    }
}

/// `Image` and `Mask` of `(Image, Mask)`.
pub fn parts(ty: &str) -> Option<Vec<String>> {
    let Ok(Type::Tuple(tuple)) = syn::parse_str::<Type>(ty) else { return None };
    Some(tuple.elems.iter().map(|part| ty[bytes(part)].to_owned()).collect())
}

fn owned(seen: &Seen<'_>, ty: &Type) -> String {
    let ty = if let Type::Reference(reference) = ty { &reference.elem } else { ty };
    seen.file.slice(&bytes(ty)).to_owned()
}

/// How often an expression reads a name.
pub fn reads(expr: &Expr, name: &str) -> usize {
    use syn::visit::Visit;
    struct Reads<'n>(&'n str, usize);
    impl Visit<'_> for Reads<'_> {
        fn visit_expr_path(&mut self, path: &syn::ExprPath) {
            self.1 += usize::from(path.path.is_ident(self.0));
        }
        fn visit_macro(&mut self, mac: &syn::Macro) {
            // `format!("{photo}")` reads names that are no paths.
            let text = mac.tokens.to_string();
            let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            self.1 += words.filter(|word| *word == self.0).count();
        }
    }
    let mut reads = Reads(name, 0);
    reads.visit_expr(expr);
    reads.1
}

/// The spaces that the line of a byte starts with.
pub fn indent<'a>(seen: &'a Seen<'_>, byte: usize) -> &'a str {
    let line = seen.file.line(byte);
    &line[..line.len() - line.trim_start().len()]
}

/// Whether a type is a number's.
pub fn is_number(ty: &str) -> bool {
    matches!(
        ty,
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" | "f32" | "f64"
    )
}

/// Whether a text is a literal of a number's type.
pub fn is_literal_of(text: &str, ty: &str) -> bool {
    match ty {
        "u8" => text.parse::<u8>().is_ok(),
        "u16" => text.parse::<u16>().is_ok(),
        "u32" => text.parse::<u32>().is_ok(),
        "u64" | "usize" => text.parse::<u64>().is_ok(),
        "i8" => text.parse::<i8>().is_ok(),
        "i16" => text.parse::<i16>().is_ok(),
        "i32" => text.parse::<i32>().is_ok(),
        "i64" | "isize" => text.parse::<i64>().is_ok(),
        "f32" | "f64" => text.parse::<f64>().is_ok_and(f64::is_finite) && text.contains('.'),
        _ => false,
    }
}
