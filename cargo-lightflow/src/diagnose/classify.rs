//! Which kind of mistake an error is: ours carry their code, rustc's are told apart here.

use lightflow_errors::{self as errors, Mistake};

use super::{Seen, Types, text};
use crate::source::{Graph, Zone};

/// The kind of mistake; `None` if it is one of plain Rust.
pub fn mistake(seen: &Seen<'_>) -> Option<Mistake> {
    if let Some(code) = text::own_code(seen.error) {
        return Mistake::of(code);
    }
    let says = |part: &str| seen.error.message.contains(part);
    match seen.code() {
        "E0277" => return bound(seen),
        "E0080" if says("has no default, and is not given") => return Some(errors::MISSING_PORT),
        "E0080" => return contract(seen),
        "" if says("cannot be sent between threads") => return Some(errors::NOT_SEND),
        "" | "E0586" if seen.place.is_some() => return syntax(seen),
        _ => {}
    }
    let zone = seen.place?.zone;
    match zone {
        Zone::Signature => signature(seen),
        Zone::Attribute if matches!(seen.code(), "E0412" | "E0425" | "E0433" | "E0405") => {
            Some(if in_model(seen) { errors::UNKNOWN_MODEL } else { errors::UNKNOWN_CONSTANT })
        }
        Zone::Attribute => {
            matches!(seen.code(), "E0308" | "overflowing_literals" | "E0277").then_some(errors::OPTION_TYPE)
        }
        Zone::Body if seen.place?.is_graph() => body(seen),
        Zone::Body => None,
    }
}

/// What the compiler works out from contracts, needs and budgets.
fn contract(seen: &Seen<'_>) -> Option<Mistake> {
    let message = &seen.error.message;
    let ours = [
        ("shape mismatch", errors::SHAPE_MISMATCH),
        ("does not keep its contract", errors::SHAPE_NOT_KEPT),
        ("and the budget is in ", errors::BUDGET_CURRENCY),
        ("and the budget is ", errors::OVER_BUDGET),
        (" denies", errors::DENIED_NEED),
        ("no number is right for", errors::NO_VALUE_FITS),
        ("no choice is right for", errors::NO_VALUE_FITS),
    ];
    let own = ours.iter().find(|(text, _)| message.contains(text)).map(|(_, mistake)| *mistake);
    own.or_else(|| not_taken(message))
}

/// ``the port `width` of `resize` takes 16..=8192, and is given 8``: by what the port takes.
fn not_taken(message: &str) -> Option<Mistake> {
    let (_, rest) = message.split_once("` takes ")?;
    let wanted = rest.split_once(", and is given ").or_else(|| rest.split_once(", and is by default "))?.0;
    Some(if wanted.starts_with("multiples of ") {
        errors::VALUE_NO_MULTIPLE
    } else if wanted.starts_with("texts that match ") {
        errors::VALUE_NO_MATCH
    } else if wanted.starts_with('`') {
        errors::VALUE_NO_CHOICE
    } else if wanted.ends_with(" characters") || wanted.ends_with(" items") {
        errors::VALUE_LENGTH
    } else {
        errors::VALUE_OUT_OF_RANGE
    })
}

/// Whether a name stands in `model(..)`.
fn in_model(seen: &Seen<'_>) -> bool {
    seen.file.text[..seen.range.start].trim_end().trim_end_matches(is_of_path).trim_end().ends_with("model(")
}

fn is_of_path(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == ':'
}

/// Bounds of our traits say in their own words what is wrong.
fn bound(seen: &Seen<'_>) -> Option<Mistake> {
    let message = &seen.error.message;
    let ours = [
        ("cannot travel on a workflow edge", errors::NOT_A_PORT_TYPE),
        ("this step gives", errors::DECLARED_TYPE),
        ("cannot be the error of a node", errors::ERROR_TYPE),
        ("a node with `retry` clones", errors::RETRY_NEEDS_CLONE),
        ("is used again later, and cannot be cloned", errors::NOT_CLONED),
        ("is not a workflow", errors::NOT_A_WORKFLOW),
        ("is not a model", errors::NOT_A_MODEL),
        ("has no shape", errors::NO_SHAPE),
        ("`len` is about", errors::CONTRACT_TYPE),
        ("`matches` is about", errors::CONTRACT_TYPE),
        ("`multiple_of` is about", errors::CONTRACT_TYPE),
    ];
    let own = ours.iter().find(|(text, _)| message.contains(text)).map(|(_, mistake)| *mistake);
    own.or_else(|| {
        seen.graph()?;
        Some(if message.contains("is not an iterator") { errors::NO_LIST } else { errors::NO_MEMBER })
    })
}

fn syntax(seen: &Seen<'_>) -> Option<Mistake> {
    let place = seen.place?;
    if seen.error.message.contains("literal out of range") {
        return Some(if place.zone == Zone::Body { errors::WRONG_LITERAL } else { errors::OPTION_TYPE });
    }
    match place.zone {
        Zone::Signature => Some(errors::SIGNATURE_SYNTAX),
        Zone::Attribute => Some(errors::OPTION_SYNTAX),
        Zone::Body => place.is_graph().then_some(errors::BODY_SYNTAX),
    }
}

fn signature(seen: &Seen<'_>) -> Option<Mistake> {
    match seen.code() {
        "E0412" | "E0425" | "E0433" => Some(errors::UNKNOWN_TYPE),
        "E0308" => Some(errors::WRONG_RESULT),
        _ => None,
    }
}

fn body(seen: &Seen<'_>) -> Option<Mistake> {
    let says = |part: &str| seen.error.message.contains(part);
    Some(match seen.code() {
        "E0425" if says("cannot find value") => unknown_value(seen),
        "E0412" | "E0422" | "E0425" if imports(seen) => errors::NODE_OUT_OF_REACH,
        "E0412" | "E0422" | "E0425" => errors::UNKNOWN_NODE,
        "E0433" | "E0603" => errors::NODE_OUT_OF_REACH,
        "E0573" | "E0574" => errors::NOT_A_NODE,
        "E0560" => errors::UNKNOWN_PORT,
        "E0026" if names_a_node(seen) => errors::UNKNOWN_PORT,
        "E0026" | "E0027" => errors::PATTERN_TYPE,
        "E0063" => errors::MISSING_PORT,
        "E0061" => number_of_ports(seen),
        "E0062" => errors::DOUBLED_PORT,
        "E0599" if says("no variant") => errors::PATTERN_TYPE,
        "E0599" | "E0609" | "E0369" => errors::NO_MEMBER,
        "E0600" => errors::WRONG_LITERAL,
        "E0004" => errors::MISSING_ARM,
        "E0308" => mismatch(seen),
        _ => return None,
    })
}

fn unknown_value(seen: &Seen<'_>) -> Mistake {
    let bound = seen.graph().map(|function| Graph(function).names()).unwrap_or_default();
    if bound.iter().any(|name| name == seen.token()) {
        errors::VALUE_OF_INNER_BODY
    } else {
        errors::UNKNOWN_VALUE
    }
}

fn imports(seen: &Seen<'_>) -> bool {
    seen.error.children.iter().any(|child| child.message.starts_with("consider importing"))
}

/// ``struct `ui_tests::resize` does not have a field ..``: nodes start with a lowercase letter.
fn names_a_node(seen: &Seen<'_>) -> bool {
    let path = seen.error.message.split('`').nth(1).unwrap_or_default();
    path.rsplit("::").next().is_some_and(|name| name.starts_with(char::is_lowercase))
}

/// `this function takes 2 arguments but 1 argument was supplied`.
fn number_of_ports(seen: &Seen<'_>) -> Mistake {
    let numbers: Vec<usize> = seen.error.message.split(' ').filter_map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [ports, given] if given > ports => errors::TOO_MANY_PORTS,
        _ => errors::MISSING_PORT,
    }
}

fn mismatch(seen: &Seen<'_>) -> Mistake {
    let Some(function) = seen.graph() else { return errors::WRONG_TYPE };
    let graph = Graph(function);
    let body = crate::source::bytes(&function.block);
    for (label, range) in seen.labels() {
        if label.starts_with("this expression has type") {
            return errors::PATTERN_TYPE;
        }
        if label.starts_with("expected due to this") || label.contains("because of") {
            return if !crate::source::holds(&body, &range) {
                errors::WRONG_RESULT
            } else if graph.expr(&range).is_some_and(|expr| crate::source::bytes(expr) == range)
                || graph.consumer(&range).is_some()
                || is_call_head(&graph, &range)
            {
                errors::ARMS_DIFFER
            } else {
                errors::DECLARED_TYPE
            };
        }
    }
    if graph.is_pattern(&seen.range) && graph.consumer(&seen.range).is_none() && !is_value(&graph, seen) {
        return errors::PATTERN_TYPE;
    }
    if seen.error.message.contains("arguments to this") {
        return errors::SWAPPED_PORTS;
    }
    let Some(types) = Types::of(seen.error) else { return errors::WRONG_TYPE };
    if types.expected == "bool" && graph.is_condition(&seen.range) {
        errors::NO_CONDITION
    } else if types.missing_borrow() {
        errors::NEEDS_BORROW
    } else if types.superfluous_borrow() {
        errors::NEEDS_VALUE
    } else if syn::parse_str::<syn::Lit>(seen.token()).is_ok() {
        errors::WRONG_LITERAL
    } else if types.other_family() {
        errors::OTHER_FAMILY
    } else if types.inside("Option") {
        errors::ABSENT_VALUE
    } else if types.inside("Vec") {
        errors::LIST_FOR_ONE
    } else {
        errors::WRONG_TYPE
    }
}

fn is_call_head(graph: &Graph<'_>, range: &std::ops::Range<usize>) -> bool {
    // The label of a call's value stands at the name of what is called.
    graph.expr(range).is_some_and(|expr| crate::source::bytes(expr).start == range.start)
}

fn is_value(graph: &Graph<'_>, seen: &Seen<'_>) -> bool {
    graph.expr(&seen.range).is_some_and(|expr| crate::source::bytes(expr) == seen.range)
}
