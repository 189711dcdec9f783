//! Checks, while rustc evaluates, that a parameter can have a value that all it feeds take.

use super::readers::Readers;
use super::text::Text;
use crate::plan::{Action, Body, Step};
use crate::spec::{Bound, Callee, PortSpec};

/// Fails to compile when the ports that get a parameter as it is take no number, or no choice, in common.
///
/// `readers` are the steps that read it: to look at all of them would take rustc long.
#[track_caller]
pub const fn check_parameter(callee: Callee, index: usize, readers: &[u32]) {
    let own = Bounds::NONE.with(callee, index, callee.ports()[index].name);
    let Callee::Composition(graph) = callee else { return };
    let parameter = Way { wire: index as u32, up: 0, name: callee.ports()[index].name, depth: 16 };
    let (mut all, mut reader) = (own, 0);
    while reader < readers.len() {
        all = parameter.at(all, &graph.body.steps[readers[reader] as usize]);
        reader += 1;
    }
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
    choices: Option<(&'static PortSpec, Callee)>,
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
    const NONE: Self = Self { min: None, max: None, choices: None };

    #[track_caller]
    const fn with(mut self, callee: Callee, index: usize, parameter: &str) -> Self {
        let port = &callee.ports()[index];
        if !port.choices.is_empty() {
            match self.choices {
                Some((other, whose)) if excludes_all(other, port) => Text::EMPTY
                    .all(&[
                        "no choice is right for `",
                        parameter,
                        "`: the port `",
                        other.name,
                        "` of `",
                        whose.name(),
                    ])
                    .all(&["` and the port `", port.name, "` of `", callee.name(), "` have none in common"])
                    .push("\nhelp: give them a parameter each")
                    .refuse(),
                Some(_) => {}
                None => self.choices = Some((port, callee)),
            }
        }
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

/// Where a parameter goes on.
#[derive(Clone, Copy)]
struct Way {
    wire: u32,
    up: u32,
    name: &'static str,
    depth: usize,
}

impl Way {
    #[track_caller]
    const fn through(self, mut bounds: Bounds, body: &'static Body) -> Bounds {
        let mut step = 0;
        while step < body.steps.len() && self.depth > 0 {
            bounds = self.at(bounds, &body.steps[step]);
            step += 1;
        }
        bounds
    }

    #[track_caller]
    const fn at(self, mut bounds: Bounds, step: &'static Step) -> Bounds {
        match &step.does.action {
            Action::Call { callee, .. } => {
                let mut readers = Readers::of(&step.inputs, callee, self.wire, self.up);
                while let Some(index) = readers.next() {
                    bounds = bounds.with(*callee, index, self.name);
                    if let Callee::Composition(inner) = callee {
                        let way = Self { wire: index as u32, up: 0, depth: self.depth - 1, ..self };
                        bounds = way.through(bounds, inner.body);
                    }
                }
                bounds
            }
            Action::Map { body, .. } => Self { up: self.up + 1, ..self }.through(bounds, body),
            Action::Glue { .. } | Action::Branch { .. } => bounds,
        }
    }
}

/// Whether all choices of two ports can be compared, and none is in both.
const fn excludes_all(left: &PortSpec, right: &PortSpec) -> bool {
    let mut index = 0;
    while index < left.choices.len() {
        let mut other = 0;
        while other < right.choices.len() {
            if !matches!(left.choices[index].literal.equals(right.choices[other].literal), Some(false)) {
                return false;
            }
            other += 1;
        }
        index += 1;
    }
    true
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
