//! Checks, while rustc evaluates, that a number of a workflow can have a value that all it feeds take.

use super::text::Text;
use crate::plan::{Action, Body};
use crate::spec::{Bound, Callee, PortSpec};

/// Fails to compile when the ports that get a parameter as it is take no number in common.
#[track_caller]
pub const fn check_parameter(callee: Callee, index: usize) {
    let own = Bounds::NONE.with(callee, index);
    let Callee::Composition(graph) = callee else { return };
    let all = follow(own, graph.body, index as u32, 0, 16);
    if let (Some(min), Some(max)) = (&all.min, &all.max)
        && excludes(min.bound, max.bound, max.excluded)
    {
        Text::EMPTY
            .all(&["no number is right for `", callee.ports()[index].name, "`: the port `"])
            .all(&[min.port.name, "` of `", min.callee.name(), "` takes ", min.text(), ", and the port `"])
            .all(&[max.port.name, "` of `", max.callee.name(), "` takes ", max.text()])
            .push("\nhelp: give them a parameter each, or compute one of them")
            .refuse()
    }
}

/// The tightest ends so far, and whose they are.
struct Bounds {
    min: Option<End>,
    max: Option<End>,
}

#[derive(Clone, Copy)]
struct End {
    bound: Bound,
    excluded: bool,
    port: &'static PortSpec,
    callee: Callee,
}

impl End {
    const fn text(&self) -> &'static str {
        match &self.port.range {
            Some(range) => range.text,
            None => "",
        }
    }
}

impl Bounds {
    const NONE: Self = Self { min: None, max: None };

    const fn with(mut self, callee: Callee, index: usize) -> Self {
        let port = &callee.ports()[index];
        let Some(range) = &port.range else { return self };
        if let Some(bound) = range.min {
            let tighter = match &self.min {
                Some(end) => is_less(end.bound, bound),
                None => true,
            };
            if tighter {
                self.min = Some(End { bound, excluded: false, port, callee });
            }
        }
        if let Some(bound) = range.max {
            let tighter = match &self.max {
                Some(end) => is_less(bound, end.bound),
                None => true,
            };
            if tighter {
                self.max = Some(End { bound, excluded: range.max_excluded, port, callee });
            }
        }
        self
    }
}

const fn follow(mut bounds: Bounds, body: &'static Body, wire: u32, up: u32, depth: usize) -> Bounds {
    let mut step = 0;
    while step < body.steps.len() && depth > 0 {
        match body.steps[step].does.action {
            Action::Call { callee, .. } => {
                let inputs = body.steps[step].inputs;
                let mut input = 0;
                while input < inputs.len() {
                    let it = &inputs[input];
                    if it.whole
                        && it.up == up
                        && it.wire == wire
                        && let Some(index) = callee.port_index(it.port)
                    {
                        bounds = bounds.with(callee, index);
                        if let Callee::Composition(inner) = callee {
                            bounds = follow(bounds, inner.body, index as u32, 0, depth - 1);
                        }
                    }
                    input += 1;
                }
            }
            Action::Map { body, .. } => bounds = follow(bounds, body, wire, up + 1, depth),
            Action::Glue { .. } | Action::Branch { .. } => {}
        }
        step += 1;
    }
    bounds
}

const fn is_less(left: Bound, right: Bound) -> bool {
    match (left, right) {
        (Bound::Int(left), Bound::Int(right)) => left < right,
        (Bound::Float(left), Bound::Float(right)) => left < right,
        _ => false,
    }
}

/// Whether nothing is between two ends.
const fn excludes(min: Bound, max: Bound, excluded: bool) -> bool {
    is_less(max, min) || excluded && !is_less(min, max)
}
