//! Repairs of a body: words that mean nothing there go.

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, Stmt};

use super::{Edit, remove, replace};
use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    let file = seen.file;
    let range = seen.range.clone();
    let edit = if mistake == errors::AWAIT {
        let dot = file.text[..range.start].trim_end().strip_suffix('.')?.trim_end().len();
        remove(seen, dot..range.end)
    } else if mistake == errors::QUESTION_MARK {
        remove(seen, range)
    } else if mistake == errors::BRANCH_WITHOUT_VALUE && seen.token() == ";" {
        remove(seen, range)
    } else if mistake == errors::LABEL {
        let colon = file.text[range.end..].trim_start().strip_prefix(':')?;
        let end = file.text.len() - colon.trim_start().len();
        remove(seen, range.start..end)
    } else if mistake == errors::CHANGED_VALUE && seen.token() == "mut" {
        remove(seen, range.start..file.start_after(range.end))
    } else if mistake == errors::CHANGED_VALUE {
        return named_anew(seen);
    } else if mistake == errors::RETURN {
        return last_value(seen);
    } else if mistake == errors::UNTYPED_VALUE {
        return written_type(seen);
    } else {
        return None;
    };
    Some(vec![edit])
}

/// `photo = fit(photo);` between the lines of a body: a new value of the same name.
fn named_anew(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    let [only] = around.as_slice() else { return None };
    let Stmt::Expr(Expr::Assign(assign), Some(_)) = only.stmt() else { return None };
    let Expr::Path(name) = &*assign.left else { return None };
    name.path.get_ident()?;
    let start = bytes(assign).start;
    Some(vec![replace(seen, start..start, "let ")])
}

/// `return value;` as the last line: `value`.
fn last_value(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    let [only] = around.as_slice() else { return None };
    let Stmt::Expr(Expr::Return(it), semicolon) = only.stmt() else { return None };
    let value = it.expr.as_ref()?;
    if !only.is_last() {
        return None;
    }
    let mut edits = vec![remove(seen, seen.range.start..bytes(value).start)];
    edits.extend(semicolon.as_ref().map(|semicolon| remove(seen, bytes(semicolon))));
    Some(edits)
}

/// `let photo = Image { .. };`: the literal says its type.
fn written_type(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    let Stmt::Local(local) = around.last()?.stmt() else { return None };
    let syn::Pat::Ident(name) = &local.pat else { return None };
    let ty = match &*local.init.as_ref()?.expr {
        Expr::Struct(literal) => seen.file.slice(&bytes(&literal.path)).to_owned(),
        Expr::MethodCall(call) if call.method == "clone" && call.args.is_empty() => {
            of_parameter(seen, &call.receiver)?
        }
        Expr::Macro(it) if it.mac.path.is_ident("format") => "String".to_owned(),
        _ => return None,
    };
    let end = bytes(&name.ident).end;
    Some(vec![replace(seen, end..end, format!(": {ty}"))])
}

/// The type that a parameter of this name is declared with.
fn of_parameter(seen: &Seen<'_>, expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let wanted = path.path.get_ident()?;
    seen.graph()?.sig.inputs.iter().find_map(|input| {
        let syn::FnArg::Typed(input) = input else { return None };
        let syn::Pat::Ident(name) = &*input.pat else { return None };
        let ty = if let syn::Type::Reference(reference) = &*input.ty { &reference.elem } else { &input.ty };
        (name.ident == *wanted).then(|| seen.file.slice(&bytes(ty)).to_owned())
    })
}
