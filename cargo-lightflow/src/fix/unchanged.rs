//! An `if` without `else` around a step that changes a value: else, the value stays as it is.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, ExprIf, Stmt};

use super::{Edit, replace, values};
use crate::diagnose::Seen;
use crate::source::{bytes, holds};

/// `let soft = if smooth { blur(&photo, 2.0) };`, where `photo` is the one value of that type.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::NO_ELSE {
        return None;
    }
    struct Search<'a, 'r> {
        range: &'r std::ops::Range<usize>,
        around: Vec<&'a ExprIf>,
    }
    impl<'a> Visit<'a> for Search<'a, '_> {
        fn visit_expr_if(&mut self, it: &'a ExprIf) {
            if holds(&bytes(it), self.range) {
                self.around.push(it);
            }
            visit::visit_expr_if(self, it);
        }
    }
    let mut search = Search { range: &seen.range, around: Vec::new() };
    search.visit_block(&seen.graph()?.block);
    let last = *search.around.last().filter(|it| bytes(&it.if_token) == seen.range)?;
    // The whole chain: `if .. else if ..`.
    let mut chain = vec![last];
    for outer in search.around.iter().rev().skip(1) {
        match &outer.else_branch {
            Some((_, other)) if bytes(&**other) == bytes(*chain.last()?) => chain.push(outer),
            _ => break,
        }
    }
    let given: Option<Vec<&Expr>> = chain.iter().map(|it| only_step(it)).collect();
    let given = given?;
    let ty = values::of_step(seen, given.first()?)?;
    let scope = values::in_scope(seen, &bytes(*chain.last()?));
    if scope.iter().any(|(_, other)| other.is_none()) {
        return None;
    }
    let mut same = scope.iter().filter(|(_, other)| other.as_ref() == Some(&ty));
    let (name, None) = (&same.next()?.0, same.next()) else { return None };
    let changes =
        |step: &&Expr| values::of_step(seen, step).as_ref() == Some(&ty) && values::reads(step, name) == 1;
    if !given.iter().all(changes) {
        return None;
    }
    let branch = bytes(&last.then_branch);
    let text = if seen.file.slice(&branch).contains('\n') {
        let indent = values::indent(seen, branch.end);
        format!(" else {{\n{indent}    {name}\n{indent}}}")
    } else {
        format!(" else {{ {name} }}")
    };
    Some(vec![replace(seen, branch.end..branch.end, text)])
}

/// The step of a branch that holds nothing else.
fn only_step(it: &ExprIf) -> Option<&Expr> {
    match it.then_branch.stmts.as_slice() {
        [Stmt::Expr(step, None)] => Some(step),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const NODES: &str =
        "#[node] fn blur(image: &Image) -> Image {} #[node] fn load(path: String) -> Image {}";

    fn repaired(head: &str, body: &str) -> Option<String> {
        let text = format!("{NODES} #[workflow] fn f({head}) -> Image {{ {body} }}");
        let message = "this `if` gives a value, so it needs an `else`\nhelp: add one\ncode: LF0218";
        let repaired = Mistaken::new(&text, message).at_last("if").repaired()?;
        Some(
            repaired
                .split_once("-> Image { ")
                .unwrap()
                .1
                .rsplit_once("fn f")
                .map_or(repaired.clone(), |it| it.1.into()),
        )
    }

    #[test]
    fn what_is_not_changed_stays() {
        let text = repaired("photo: Image, soft: bool", "if soft { blur(&photo) }").unwrap();
        assert!(text.ends_with("{ if soft { blur(&photo) } else { photo } }"), "{text}");
    }

    #[test]
    fn it_is_left_where_another_value_may_be_meant() {
        let two = repaired("photo: Image, other: Image, soft: bool", "if soft { blur(&photo) }");
        assert_eq!(two, None, "two values of that type");
        assert_eq!(
            repaired("photo: Image, path: String, soft: bool", "if soft { load(path) }"),
            None,
            "nothing is changed"
        );
        assert_eq!(
            repaired("photo: Image, soft: bool", "let n = known_to_nobody(); if soft { blur(&photo) }"),
            None,
            "a value whose type is not known"
        );
        assert_eq!(
            repaired("photo: Image, soft: bool", "if soft { blur(&blur(&photo)); blur(&photo) }"),
            None
        );
    }
}
