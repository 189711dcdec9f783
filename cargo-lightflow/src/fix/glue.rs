//! Types of computed values, from the fields and operators in them.

use lightflow_errors::{self as errors, Mistake};
use syn::{BinOp, Expr, Lit, Member, Pat, Stmt};

use super::{Edit, replace, values};
use crate::diagnose::{Seen, Types};
use crate::source::{Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake == errors::DECLARED_TYPE {
        return without_casts(seen);
    }
    if mistake != errors::UNTYPED_VALUE {
        return None;
    }
    let around = Statement::around(seen.graph()?, &seen.range);
    let Stmt::Local(local) = around.last()?.stmt() else { return None };
    let value = &*local.init.as_ref()?.expr;
    let ty = match (&local.pat, value) {
        (Pat::Ident(_), value) => of(seen, value)?,
        (Pat::Tuple(names), Expr::Tuple(parts)) if names.elems.len() == parts.elems.len() => {
            let types: Option<Vec<String>> = parts.elems.iter().map(|part| of(seen, part)).collect();
            format!("({})", types?.join(", "))
        }
        _ => return None,
    };
    let end = bytes(&local.pat).end;
    Some(vec![replace(seen, end..end, format!(": {ty}"))])
}

/// `photo.width as f32 * 2.0` where a `u32` is wanted, as `photo.width` is one: `photo.width * 2`.
fn without_casts(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let types = Types::of(seen.error)?;
    let around = Statement::around(seen.graph()?, &seen.range);
    let Stmt::Local(local) = around.last()?.stmt() else { return None };
    let value = &*local.init.as_ref()?.expr;
    let Expr::Binary(it) = value else { return None };
    let (Expr::Cast(cast), Expr::Lit(by)) = (&*it.left, &*it.right) else { return None };
    let Lit::Float(number) = &by.lit else { return None };
    let whole =
        number.base10_digits().strip_suffix(".0").or_else(|| number.base10_digits().strip_suffix('.'))?;
    let exact = matches!(it.op, BinOp::Mul(_) | BinOp::Add(_))
        && number.suffix().is_empty()
        && !seen.file.slice(&bytes(by)).contains(['e', 'E'])
        && matches!(&*cast.expr, Expr::Path(_) | Expr::Field(_));
    (bytes(value) == seen.range && exact && of(seen, &cast.expr)? == types.expected).then(|| {
        vec![replace(seen, bytes(&cast.expr).end..bytes(cast).end, ""), replace(seen, bytes(by), whole)]
    })
}

/// The type of a number that is computed from others of its type.
fn of(seen: &Seen<'_>, expr: &Expr) -> Option<String> {
    let ty = match expr {
        Expr::Paren(it) => of(seen, &it.expr)?,
        Expr::Path(path) => of_name(seen, expr, &path.path.get_ident()?.to_string())?,
        Expr::Field(field) => {
            let (Expr::Path(path), Member::Named(name)) = (&*field.base, &field.member) else { return None };
            let outer = of_name(seen, expr, &path.path.get_ident()?.to_string())?;
            seen.assets.field(&outer, &name.to_string())?.to_owned()
        }
        Expr::Binary(it) => {
            let arithmetic = matches!(
                it.op,
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_)
            );
            match (of(seen, &it.left), of(seen, &it.right)) {
                (Some(left), Some(right)) if arithmetic && left == right => left,
                (Some(ty), None) if arithmetic && suits(&it.right, &ty) => ty,
                (None, Some(ty)) if arithmetic && suits(&it.left, &ty) => ty,
                _ => return None,
            }
        }
        _ => return None,
    };
    let is_struct = matches!(expr, Expr::Path(_));
    (is_struct || values::is_number(&ty)).then_some(ty)
}

fn of_name(seen: &Seen<'_>, at: &Expr, name: &str) -> Option<String> {
    let scope = values::in_scope(seen, &bytes(at));
    scope.into_iter().find(|(other, _)| other == name)?.1
}

/// Whether a literal without a type of its own is one of the type.
fn suits(expr: &Expr, ty: &str) -> bool {
    let Expr::Lit(it) = expr else { return false };
    match &it.lit {
        Lit::Int(number) => number.suffix().is_empty() && !ty.starts_with('f'),
        Lit::Float(number) => number.suffix().is_empty() && ty.starts_with('f'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const PACK: &str = "#[derive(Port)] pub struct Image { pub width: u32, pub height: u32, pub gamma: f32 } \
        #[node] fn load(path: String) -> Image {}";

    fn repaired(line: &str) -> Option<String> {
        let text =
            format!("#[workflow] fn f(path: String, n: u32) -> u32 {{ let photo = load(path); {line} 1 }}");
        let message = "the type of this value is not written\nhelp: write it\ncode: LF0217";
        let value = line.rsplit("= ").next().unwrap().trim_end_matches(';');
        let repaired = Mistaken::new(&text, message).also(PACK).at_last(value).repaired()?;
        Some(repaired.split_once("load(path); ")?.1.strip_suffix(" 1 }")?.to_owned())
    }

    #[test]
    fn numbers_have_the_type_of_what_they_are_made_of() {
        assert_eq!(
            repaired("let half = photo.width / 2;").as_deref(),
            Some("let half: u32 = photo.width / 2;")
        );
        assert_eq!(
            repaired("let more = n + photo.width;").as_deref(),
            Some("let more: u32 = n + photo.width;")
        );
        assert_eq!(
            repaired("let (a, b) = (photo.width / 2, photo.gamma * 2.0);").as_deref(),
            Some("let (a, b): (u32, f32) = (photo.width / 2, photo.gamma * 2.0);")
        );
    }

    #[test]
    fn what_the_text_does_not_tell_is_left() {
        for line in [
            "let half = photo.depth / 2;",
            "let half = photo.width.pow(2);",
            "let half = photo.width / 2.0;",
            "let small = photo.width < 2;",
            "let (a, b) = pair;",
            "let (a, b) = (photo.width, unknown.width);",
        ] {
            assert_eq!(repaired(line), None, "{line}");
        }
    }

    fn declared(value: &str) -> Option<String> {
        let text = format!(
            "#[workflow] fn f(path: String) -> u32 {{ let photo = load(path); let n: u32 = {value}; n }}"
        );
        let label = "expected `u32`, found `f32`";
        let error = Mistaken::new(&text, "mismatched types").code("E0308").label(label);
        let repaired = error.also(PACK).note_before(": u32 =").at_last(value).repaired()?;
        Some(repaired.split_once("let n: u32 = ")?.1.strip_suffix("; n }")?.to_owned())
    }

    #[test]
    fn whole_numbers_are_not_cast() {
        assert_eq!(declared("photo.width as f32 * 2.0").as_deref(), Some("photo.width * 2"));
        for value in ["photo.width as f32 * 1.5", "photo.gamma as f32 * 2.0", "photo.width as f32 / 2.0"] {
            assert_eq!(declared(value), None, "{value}: how it is rounded is not said");
        }
    }
}
