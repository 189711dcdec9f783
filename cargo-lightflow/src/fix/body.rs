//! Repairs of a body: words that mean nothing there go.

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, Stmt};

use super::{Edit, remove, replace};
use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    let file = seen.file;
    let range = seen.range.clone();
    let gone = match (mistake, seen.token()) {
        (errors::AWAIT, _) => {
            let dot = file.text[..range.start].trim_end().strip_suffix('.')?.trim_end().len();
            dot..range.end
        }
        (errors::QUESTION_MARK, _) | (errors::BRANCH_WITHOUT_VALUE, ";") => range,
        (errors::LABEL, _) => {
            let colon = file.text[range.end..].trim_start().strip_prefix(':')?;
            range.start..file.text.len() - colon.trim_start().len()
        }
        (errors::CHANGED_VALUE, "mut") => range.start..file.start_after(range.end),
        (errors::CHANGED_VALUE, _) => return named_anew(seen),
        (errors::NO_EFFECT, _) => return changed_by(seen),
        _ => return None,
    };
    Some(vec![remove(seen, gone)])
}

/// `width += 2;` of a parameter: a new value of the same name.
fn changed_by(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let around = Statement::around(seen.graph()?, &seen.range);
    let [only] = around.as_slice() else { return None };
    let Stmt::Expr(Expr::Binary(it), Some(_)) = only.stmt() else { return None };
    let operator =
        seen.file.slice(&bytes(&it.op)).strip_suffix('=').filter(|op| !op.is_empty() && *op != "=")?;
    let ty = super::types::parameter(seen, &it.left)?;
    let name = seen.file.slice(&bytes(&it.left));
    let head = format!("let {name}: {ty} = {name} {operator}");
    Some(vec![replace(seen, bytes(&it.left).start..bytes(&it.op).end, head)])
}

/// `photo = fit(photo);` between the lines of a body: a new value of the same name.
fn named_anew(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.graph()?;
    if is_condition(function, seen.range.start) {
        return Some(vec![replace(seen, seen.range.clone(), "==")]);
    }
    let around = Statement::around(function, &seen.range);
    let [only] = around.as_slice() else { return None };
    let Stmt::Expr(Expr::Assign(assign), Some(_)) = only.stmt() else { return None };
    let Expr::Path(name) = &*assign.left else { return None };
    name.path.get_ident()?;
    let start = bytes(assign).start;
    Some(vec![replace(seen, start..start, "let ")])
}

/// Whether a `=` stands where a `bool` is wanted: `if width = 512`.
fn is_condition(function: &syn::ItemFn, equals: usize) -> bool {
    use syn::visit::{self, Visit};
    struct Search(usize, bool);
    impl Visit<'_> for Search {
        fn visit_expr_if(&mut self, it: &syn::ExprIf) {
            self.1 |= matches!(&*it.cond, Expr::Assign(it) if bytes(&it.eq_token).start == self.0);
            visit::visit_expr_if(self, it);
        }
    }
    let mut search = Search(equals, false);
    search.visit_block(&function.block);
    search.1
}
