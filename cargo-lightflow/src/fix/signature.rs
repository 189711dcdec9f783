//! Repairs of a function's head.

use lightflow_errors::{self as errors, Mistake};
use syn::{FnArg, ReturnType};

use super::{Edit, remove, replace, written};
use crate::diagnose::{Seen, Types};
use crate::source::{Graph, bytes, holds};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    let function = seen.place?.function.as_ref()?;
    let edit = if mistake == errors::ASYNC_GRAPH {
        remove(seen, seen.range.start..seen.file.start_after(seen.range.end))
    } else if mistake == errors::RESULT_OF_GRAPH {
        let ReturnType::Type(_, ty) = &function.sig.output else { return None };
        replace(seen, bytes(ty), written(seen)?.strip_prefix("-> ")?)
    } else if mistake == errors::BORROWED_PARAMETER {
        let (_, ty) = written(seen)?.split_once(": ")?;
        replace(seen, parameter_type(seen, function)?, ty)
    } else if mistake == errors::CTX_OF_GRAPH {
        return without_parameter(seen, function);
    } else if mistake == errors::WRONG_RESULT {
        return missing_output(seen, function);
    } else {
        return None;
    };
    Some(vec![edit])
}

fn parameter_type(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<std::ops::Range<usize>> {
    let types = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(bytes(&input.ty)),
        FnArg::Receiver(_) => None,
    });
    types.into_iter().find(|ty| ty.start == seen.range.start || holds(ty, &seen.range))
}

/// Takes a parameter away that the body does not use.
fn without_parameter(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<Vec<Edit>> {
    let inputs = &function.sig.inputs;
    let index = inputs.iter().position(|input| holds(&bytes(input), &seen.range))?;
    let FnArg::Typed(input) = &inputs[index] else { return None };
    let syn::Pat::Ident(name) = &*input.pat else { return None };
    let body = seen.file.slice(&bytes(&function.block));
    let name = name.ident.to_string();
    if body.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name) {
        return None;
    }
    let own = bytes(&inputs[index]);
    let range = match inputs.iter().nth(index + 1) {
        Some(next) => own.start..bytes(next).start,
        None if index > 0 => bytes(&inputs[index - 1]).end..own.end,
        None => own,
    };
    Some(vec![remove(seen, range)])
}

/// A body that gives a value, below a head that names no output.
fn missing_output(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<Vec<Edit>> {
    let types = Types::of(seen.error)?;
    if types.expected == "()" && matches!(function.sig.output, ReturnType::Default) {
        syn::parse_str::<syn::Type>(&types.found).ok()?;
        let end = seen.file.end_before(bytes(&function.block).start);
        return Some(vec![replace(seen, end..end, format!(" -> {}", types.found))]);
    }
    // The last step gives its value to nobody, for a `;`.
    if types.found == "()"
        && let Some(syn::Stmt::Expr(expr @ (syn::Expr::Call(_) | syn::Expr::Struct(_)), Some(semicolon))) =
            function.block.stmts.last()
        && Graph(function).expr(&bytes(expr)).is_some()
    {
        return Some(vec![remove(seen, bytes(semicolon))]);
    }
    None
}
