//! Checks what a workflow writes into a port, while rustc evaluates.

use super::readers::Readers;
use super::text::Text;
use crate::plan::{Action, Body};
use crate::spec::{Callee, Literal, PortSpec, same_text};

/// Fails to compile when a port does not take what is written for it, or when what it feeds inside a composition does not.
///
/// `text` is the value as it is written. A port that is not there is refused by rustc already.
#[track_caller]
pub const fn check_argument(callee: Callee, port: &str, value: Literal, text: &'static str) {
    if let Some(index) = callee.port_index(port) {
        check(callee, index, &Given { port: &callee.ports()[index], callee, value, text, what: "given" }, 16);
    }
}

/// As [`check_argument`], for the default of a parameter.
#[track_caller]
pub const fn check_default(callee: Callee, index: usize, value: Literal, text: &'static str) {
    check(
        callee,
        index,
        &Given { port: &callee.ports()[index], callee, value, text, what: "by default" },
        16,
    );
}

/// A value on its way.
struct Given {
    /// Where the user writes it.
    port: &'static PortSpec,
    callee: Callee,
    value: Literal,
    text: &'static str,
    what: &'static str,
}

#[track_caller]
const fn check(callee: Callee, index: usize, given: &Given, depth: usize) {
    let port = &callee.ports()[index];
    if !is_of_type(port, given.value) {
        return;
    }
    keep(callee, port, given);
    if let Callee::Composition(inner) = callee
        && depth > 0
    {
        follow(inner.body, index as u32, 0, given, depth - 1);
    }
}

/// The ports inside that get the value as it is; but for those of a branch, which may be there for other values.
#[track_caller]
const fn follow(body: &'static Body, wire: u32, up: u32, given: &Given, depth: usize) {
    let mut step = 0;
    while step < body.steps.len() {
        match &body.steps[step].does.action {
            Action::Call { callee, .. } => {
                let mut readers = Readers::of(&body.steps[step].inputs, callee, wire, up);
                while let Some(index) = readers.next() {
                    check(*callee, index, given, depth);
                }
            }
            Action::Map { body, .. } => follow(body, wire, up + 1, given, depth),
            Action::Glue { .. } | Action::Branch { .. } => {}
        }
        step += 1;
    }
}

#[track_caller]
const fn keep(callee: Callee, port: &'static PortSpec, given: &Given) {
    if let Some(range) = &port.range
        && !range.admits(given.value)
    {
        let help = Text::EMPTY.all(&["write a number in `", range.text, "`"]);
        refuse(callee, port, given, Text::EMPTY.push(range.text), help);
    }
    if let (Some(of), Literal::Int(number)) = (port.multiple_of, given.value)
        && number % of != 0
    {
        let below = number - number.rem_euclid(of);
        let help = Text::EMPTY.push("write ").number(below).push(" or ").number(below + of);
        refuse(callee, port, given, Text::EMPTY.push("multiples of ").number(of), help);
    }
    if let (Some(wanted), Some(len)) = (&port.len, given.value.length())
        && !wanted.contains(len)
    {
        let unit = if matches!(given.value, Literal::Str(_)) { " characters" } else { " items" };
        let found = match given.value {
            Literal::Str(_) => Text::EMPTY.push(", which has ").number(len as i128),
            _ => Text::EMPTY,
        };
        let help = Text::EMPTY.all(&["give it ", wanted.text, unit]);
        refuse_with(callee, port, given, Text::EMPTY.all(&[wanted.text, unit]), found, help);
    }
    if let Literal::Str(text) = given.value {
        let mut index = 0;
        while index < port.matches.len() {
            let pattern = port.matches[index];
            // What would take rustc long is left to the run.
            if text.len() * pattern.program.len() < 20_000 && !pattern.is_match(text) {
                let wanted = Text::EMPTY.all(&["texts that match `", pattern.text, "`"]);
                let help = Text::EMPTY.all(&["write a text that matches `", pattern.text, "` as a whole"]);
                refuse(callee, port, given, wanted, help);
            }
            index += 1;
        }
    }
    choose(callee, port, given);
}

#[track_caller]
const fn choose(callee: Callee, port: &'static PortSpec, given: &Given) {
    let (mut index, mut known) = (0, Text::EMPTY);
    if port.choices.is_empty() {
        return;
    }
    while index < port.choices.len() {
        match port.choices[index].literal.equals(given.value) {
            // A choice that is computed may be the value.
            None | Some(true) => return,
            Some(false) => {}
        }
        let comma = if index == 0 { "" } else { ", " };
        known = known.all(&[comma, "`", port.choices[index].text, "`"]);
        index += 1;
    }
    let one_of = if port.choices.len() > 1 { "one of " } else { "" };
    let help = Text::EMPTY.all(&["write ", one_of, known.as_str()]);
    refuse(callee, port, given, known, help);
}

#[track_caller]
const fn refuse(callee: Callee, port: &'static PortSpec, given: &Given, wanted: Text, help: Text) -> ! {
    refuse_with(callee, port, given, wanted, Text::EMPTY, help)
}

#[track_caller]
const fn refuse_with(
    callee: Callee,
    port: &'static PortSpec,
    given: &Given,
    wanted: Text,
    found: Text,
    help: Text,
) -> ! {
    let mut text = Text::EMPTY
        .all(&["the port `", given.port.name, "` of `", given.callee.name(), "` takes "])
        .push(wanted.as_str())
        .all(&[", and is "])
        .push(given.what)
        .push(" ")
        .push(given.text)
        .push(constant(given).as_str())
        .push(found.as_str());
    if !same_text(given.port.name, port.name) || !same_text(given.callee.name(), callee.name()) {
        text = text.all(&["\nnote: it goes into the port `", port.name, "` of `", callee.name(), "`"]);
    }
    text.push("\nhelp: ").push(help.as_str()).refuse()
}

/// What a constant is.
const fn constant(given: &Given) -> Text {
    let named = !matches!(given.text.as_bytes(), [b'0'..=b'9' | b'-' | b'"', ..]);
    match given.value {
        Literal::Int(value) if named => Text::EMPTY.push(", which is ").number(value),
        Literal::Str(text) if named => Text::EMPTY.all(&[", which is \"", text, "\""]),
        _ => Text::EMPTY,
    }
}

/// Whether rustc takes the literal for the port's type: where it does not, it says so itself.
const fn is_of_type(port: &PortSpec, value: Literal) -> bool {
    let Literal::Int(number) = value else { return true };
    let (min, max) = match inner(port.ty.text.as_bytes()) {
        b"u8" => (0, u8::MAX as i128),
        b"u16" => (0, u16::MAX as i128),
        b"u32" => (0, u32::MAX as i128),
        b"u64" | b"usize" => (0, u64::MAX as i128),
        b"i8" => (i8::MIN as i128, i8::MAX as i128),
        b"i16" => (i16::MIN as i128, i16::MAX as i128),
        b"i32" => (i32::MIN as i128, i32::MAX as i128),
        _ => (i64::MIN as i128, i64::MAX as i128),
    };
    number >= min && number <= max
}

/// `u32` in `Option<u32>` and `Vec<u32>`.
const fn inner(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., b'>' | b']'] = text {
        text = rest;
    }
    let mut index = text.len();
    while index > 0 && text[index - 1] != b'<' && text[index - 1] != b'[' {
        index -= 1;
    }
    text.split_at(index).1
}
