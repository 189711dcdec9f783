//! A parameter takes no more than what it feeds: its own contract, and those of all ports that get it as it is.
//!
//! What only one arm of a branch feeds does not count: another arm may be there for the other values.

use std::sync::OnceLock;

use super::{Bound, Callee, CompositionSpec, DefaultSpec, LenSpec, PortSpec, RangeSpec};
use crate::plan::{Action, Body};

/// Compositions inside compositions are followed so far; one that runs inside itself has no end.
pub(crate) const DEEPEST: usize = 32;

/// The ports of a graph with all that they take, worked out at their first use.
#[derive(Debug, Default)]
pub struct Contracts(OnceLock<Vec<PortSpec>>);

impl Contracts {
    /// Nothing worked out yet.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }
}

impl CompositionSpec {
    /// The parameters with the tightest of what they and the ports they feed take.
    pub fn inputs(&self) -> &'static [PortSpec] {
        self.contracts.0.get_or_init(|| {
            let mut ports = self.ports.to_vec();
            for (index, port) in ports.iter_mut().enumerate() {
                tighten_by_body(port, self.body, (index as u32, 0), false, DEEPEST);
            }
            ports
        })
    }
}

/// Follows a wire of the body `up` levels outwards; `each` says that it is an item of the port's list.
fn tighten_by_body(port: &mut PortSpec, body: &Body, (wire, up): (u32, u32), each: bool, depth: usize) {
    if depth == 0 {
        return;
    }
    for step in body.steps {
        match step.does.action {
            Action::Call { callee, .. } => {
                for input in step.inputs.iter().filter(|it| it.whole && it.up == up && it.wire == wire) {
                    let Some(index) = callee.port_index(input.port) else { continue };
                    let by = callee.ports()[index];
                    // A list has numbers and texts to check one by one; lengths and choices are about values as a whole.
                    let by = if each { PortSpec { len: None, choices: &[], ..by } } else { by };
                    tighten(port, &by);
                    if let Callee::Composition(inner) = callee {
                        tighten_by_body(port, inner.body, (index as u32, 0), each, depth - 1);
                    }
                }
            }
            Action::Map { body, .. } => {
                tighten_by_body(port, body, (wire, up + 1), each, depth);
                let over = step.inputs.iter().any(|it| it.whole && it.up == up && it.wire == wire);
                if over && !each {
                    tighten_by_body(port, body, (0, 0), true, depth);
                }
            }
            Action::Glue { .. } | Action::Branch { .. } => {}
        }
    }
}

/// Takes off what `by` does not take.
fn tighten(port: &mut PortSpec, by: &PortSpec) {
    port.range = match (port.range, by.range) {
        (Some(own), Some(by)) => Some(both_ranges(own, by)),
        (own, by) => own.or(by),
    };
    port.choices = match (port.choices, by.choices) {
        (own, []) => own,
        ([], by) => by,
        (own, by) => both_choices(own, by),
    };
    port.multiple_of = match (port.multiple_of, by.multiple_of) {
        (Some(own), Some(by)) => Some(least_common_multiple(own, by)),
        (own, by) => own.or(by),
    };
    port.len = match (port.len, by.len) {
        (Some(own), Some(by)) => Some(both_lengths(own, by)),
        (own, by) => own.or(by),
    };
    let further: Vec<_> = by
        .matches
        .iter()
        .filter(|pattern| !port.matches.iter().any(|own| own.text == pattern.text))
        .copied()
        .collect();
    if !further.is_empty() {
        // Once for each graph of a program: what is worked out is kept for ever.
        port.matches = [port.matches, &further].concat().leak();
    }
}

fn both_ranges(own: RangeSpec, by: RangeSpec) -> RangeSpec {
    let min = match (own.min, by.min) {
        (Some(own), Some(by)) => Some(if is_less(own, by) { by } else { own }),
        (own, by) => own.or(by),
    };
    let (max, max_excluded) = match (own.max, by.max) {
        (Some(left), Some(right)) if left == right => (Some(left), own.max_excluded || by.max_excluded),
        (Some(left), Some(right)) if is_less(left, right) => (Some(left), own.max_excluded),
        (Some(_), Some(right)) => (Some(right), by.max_excluded),
        (Some(left), None) => (Some(left), own.max_excluded),
        (None, right) => (right, by.max_excluded),
    };
    let same = |it: &RangeSpec| it.min == min && it.max == max && it.max_excluded == max_excluded;
    if let Some(same) = [own, by].into_iter().find(same) {
        return same;
    }
    let end = |bound: Option<Bound>| match bound {
        Some(Bound::Int(bound)) => bound.to_string(),
        Some(Bound::Float(bound)) => format!("{bound:?}"),
        None => String::new(),
    };
    let dots = if max.is_some() && !max_excluded { "..=" } else { ".." };
    RangeSpec { text: format!("{}{dots}{}", end(min), end(max)).leak(), min, max, max_excluded }
}

fn is_less(left: Bound, right: Bound) -> bool {
    match (left, right) {
        (Bound::Int(left), Bound::Int(right)) => left < right,
        (Bound::Float(left), Bound::Float(right)) => left < right,
        _ => false,
    }
}

fn both_choices(own: &'static [DefaultSpec], by: &'static [DefaultSpec]) -> &'static [DefaultSpec] {
    let value = |choice: &DefaultSpec| (choice.json)().ok();
    let taken: Vec<DefaultSpec> =
        own.iter().filter(|own| by.iter().any(|by| value(by) == value(own))).copied().collect();
    // Choices that exclude each other are refused by rustc where it can compare them. A closed set stays one.
    if taken.len() == own.len() || taken.is_empty() { own } else { taken.leak() }
}

fn both_lengths(own: LenSpec, by: LenSpec) -> LenSpec {
    let min = own.min.max(by.min);
    let max = match (own.max, by.max) {
        (Some(own), Some(by)) => Some(own.min(by)),
        (own, by) => own.or(by),
    };
    let same = |it: &LenSpec| it.min == min && it.max == max;
    if let Some(same) = [own, by].into_iter().find(same) {
        return same;
    }
    let text = match max {
        Some(max) => format!("{min}..={max}"),
        None => format!("{min}.."),
    };
    LenSpec { text: text.leak(), min, max }
}

/// The least common multiple; the greater of both where it does not fit.
pub(crate) const fn least_common_multiple(left: i128, right: i128) -> i128 {
    let (mut a, mut b) = (left, right);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    match (left / a).checked_mul(right) {
        Some(multiple) => multiple.abs(),
        None if left > right => left,
        None => right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &'static str, min: i128, max: i128, max_excluded: bool) -> RangeSpec {
        RangeSpec { text, min: Some(Bound::Int(min)), max: Some(Bound::Int(max)), max_excluded }
    }

    #[test]
    fn ranges_meet_and_keep_the_text_of_the_one_that_is_both() {
        let (wide, small) = (range("1..=100", 1, 100, false), range("8..=64", 8, 64, false));
        assert_eq!(both_ranges(wide, small).text, "8..=64");
        let other = range("50..200", 50, 200, true);
        assert_eq!(both_ranges(wide, other).text, "50..=100");
        assert_eq!(both_ranges(other, range("0..200", 0, 200, false)).text, "50..200");
    }

    #[test]
    fn lengths_and_multiples_meet() {
        let len = |min, max| LenSpec { text: "", min, max };
        assert_eq!(both_lengths(len(1, None), len(0, Some(4))).text, "1..=4");
        assert_eq!(least_common_multiple(8, 12), 24);
        assert_eq!(least_common_multiple(16, 8), 16);
    }
}
