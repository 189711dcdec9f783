//! Repairs of a function's head.

use lightflow_errors::{self as errors, Mistake};
use syn::{FnArg, ReturnType};

use super::{Edit, remove, replace, written};
use crate::diagnose::{Seen, Types};
use crate::source::{Graph, bytes, holds};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake == errors::NOT_A_PORT_TYPE && seen.token() == "&'static str" {
        return Some(vec![replace(seen, seen.range.clone(), "String")]);
    }
    if mistake == errors::NODE_OUT_OF_REACH {
        return made_public(seen).or_else(|| without_module(seen));
    }
    if let Some(item) = written(seen).filter(|text| text.starts_with("struct ")) {
        return unit_struct(seen, item);
    }
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
    } else if mistake == errors::GENERIC {
        return named_stream(seen, function).or_else(|| without_generics(seen, function));
    } else if mistake == errors::BORROWED_OUTPUT {
        return owned_output(seen, function);
    } else if mistake == errors::NOT_A_PORT_TYPE && seen.token() == "Ctx" && !seen.place?.is_graph() {
        replace(seen, seen.range.start..seen.range.start, "&")
    } else if mistake == errors::WRONG_RESULT {
        return missing_output(seen, function);
    } else if mistake == errors::UNSAFE_FUNCTION && is_safe(&function.block) {
        remove(seen, seen.range.start..seen.file.start_after(seen.range.end))
    } else if mistake == errors::NEEDS_VALUE {
        return taken_parameter(seen, function);
    } else {
        return None;
    };
    Some(vec![edit])
}

/// A node of this file that its module keeps for itself.
fn made_public(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let note = seen.error.children.iter().find(|child| child.message.ends_with("is defined here"))?;
    let place = note.spans.first().filter(|span| span.file_name == seen.span.file_name)?;
    let start = place.byte_start as usize;
    let is_function = ["fn ", "async fn "].iter().any(|head| seen.file.text[start..].starts_with(head));
    is_function.then(|| vec![replace(seen, start..start, "pub ")])
}

/// `filters::fit` where there is no module of this name, but a node: assets are called by their own name.
fn without_module(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let rest = seen.file.text[seen.range.end..].strip_prefix("::")?;
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    let alone = seen.code() == "E0433" && !seen.file.text[..seen.range.start].ends_with("::");
    (alone && seen.assets.get(&rest[..end]).is_some())
        .then(|| vec![remove(seen, seen.range.start..seen.range.end + "::".len())])
}

/// `struct Tagger { .. }` of what has no fields: `struct Tagger;`.
fn unit_struct(seen: &Seen<'_>, item: &str) -> Option<Vec<Edit>> {
    let all = seen.file.syntax()?.items.iter().find_map(|item| match item {
        syn::Item::Struct(it) if bytes(&it.ident) == seen.range => {
            Some(bytes(&it.struct_token).start..bytes(it).end)
        }
        _ => None,
    })?;
    Some(vec![replace(seen, all, item)])
}

/// Whether a body cannot do anything that is `unsafe`: it calls nothing and follows no pointer.
fn is_safe(block: &syn::Block) -> bool {
    use syn::visit::{self, Visit};
    struct Search(bool);
    impl Visit<'_> for Search {
        fn visit_expr(&mut self, expr: &syn::Expr) {
            self.0 &= !matches!(
                expr,
                syn::Expr::Call(_)
                    | syn::Expr::MethodCall(_)
                    | syn::Expr::Macro(_)
                    | syn::Expr::Field(_)
                    | syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), .. })
            );
            visit::visit_expr(self, expr);
        }
        fn visit_path(&mut self, path: &syn::Path) {
            // A `static mut` is written like that.
            let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            self.0 &= !name.starts_with(char::is_uppercase);
        }
    }
    let mut search = Search(true);
    search.visit_block(block);
    search.0
}

/// A borrowed parameter of which the only reader takes the value: it takes the value as well.
fn taken_parameter(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<Vec<Edit>> {
    let suggested = seen
        .error
        .children
        .iter()
        .any(|child| child.spans.iter().any(|span| span.suggested_replacement.is_some()));
    let body = seen.file.slice(&bytes(&function.block));
    let words = body.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    if suggested || words.filter(|word| *word == seen.token()).count() != 1 {
        return None;
    }
    function.sig.inputs.iter().find_map(|input| {
        let FnArg::Typed(input) = input else { return None };
        let (syn::Pat::Ident(name), syn::Type::Reference(ty)) = (&*input.pat, &*input.ty) else {
            return None;
        };
        (name.ident == seen.token()).then(|| vec![remove(seen, bytes(ty).start..bytes(&ty.elem).start)])
    })
}

/// Lifetimes, and types that nothing uses, go.
/// `impl Stream<Item = T>` of a composition, whose ports have names.
fn named_stream(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<Vec<Edit>> {
    let name = written(seen).filter(|text| text.starts_with("ItemStream<"))?;
    let output = match &function.sig.output {
        ReturnType::Type(_, ty) => Some(bytes(ty)).filter(|ty| ty.start == seen.range.start),
        ReturnType::Default => None,
    };
    let ty = output.or_else(|| parameter_type(seen, function))?;
    Some(vec![replace(seen, ty, name)])
}

fn without_generics(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<Vec<Edit>> {
    let generics = &function.sig.generics;
    let own = generics.lt_token.as_ref().map(bytes)?.start..generics.gt_token.as_ref().map(bytes)?.end;
    let [only] = generics.params.iter().collect::<Vec<_>>()[..] else { return None };
    let rest = own.end..bytes(function).end;
    let text = seen.file.slice(&rest);
    let mut edits = vec![remove(seen, own)];
    match only {
        syn::GenericParam::Lifetime(lifetime) => {
            let name = format!("{} ", lifetime.lifetime);
            let uses = text.match_indices(&name).map(|(at, _)| rest.start + at..rest.start + at + name.len());
            edits.extend(uses.map(|range| remove(seen, range)));
            // What is left of it stands where it cannot simply go: `Cow<'a, str>`.
            let removed = edits.len() - 1;
            (text.matches(name.trim_end()).count() == removed).then_some(edits)
        }
        syn::GenericParam::Type(ty) => {
            let name = ty.ident.to_string();
            let used = text
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .any(|word| word == name);
            (!used).then_some(edits)
        }
        syn::GenericParam::Const(_) => None,
    }
}

/// `-> &Image` that gives a parameter back: `-> Image`, and a clone of it.
fn owned_output(seen: &Seen<'_>, function: &syn::ItemFn) -> Option<Vec<Edit>> {
    let ReturnType::Type(_, ty) = &function.sig.output else { return None };
    let Some(syn::Stmt::Expr(syn::Expr::Path(value), None)) = function.block.stmts.last() else {
        return None;
    };
    let end = bytes(value).end;
    Some(vec![replace(seen, bytes(ty), written(seen)?), replace(seen, end..end, ".clone()")])
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
