//! Walks a graph and finds out what is known of the shape of each wire.
//!
//! The steps are in the order of the source, so one pass is enough. What a contract asks is true, false, or open: false is a
//! problem of the argument, and open is noted as a condition of the graph itself.

use super::apply::{Call, apply};
use super::table::common;
use super::{Condition, Contract, Known, Linear, Report, Room, Shape, Test};
use crate::plan::{Action, Body, Input, Step};
use crate::spec::Callee;

/// How many bodies may lie in one another.
const DEPTH: usize = 12;
/// How many open conditions a graph hands on to who calls it.
pub(super) const OPEN: usize = 12;
/// How many parts of values with several outputs are remembered.
const PARTS: usize = 16;

/// What is found in a graph on the way.
#[derive(Debug)]
pub struct Walk<'a> {
    pub(super) room: Room<'a>,
    pub(super) report: Report,
    /// What depends on values that come later.
    pub(super) open: [Option<Condition>; OPEN],
    /// What the graph's own contract says holds.
    pub(super) facts: &'a [Condition],
    /// Shapes of the parts of steps with several outputs, the latest ones: step, body, part.
    parts: [Option<(usize, &'static str, Shape)>; PARTS],
    next_part: usize,
    /// Where the wires of each body around begin.
    bases: [usize; DEPTH],
    /// How many parameters the graph has.
    pub(super) params: usize,
}

/// What the whole of a graph gives.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The shape of its result, or of the parts of it.
    pub results: [Shape; RESULTS],
}

/// How many outputs a composition may have with shapes.
pub(super) const RESULTS: usize = 4;

impl<'a> Walk<'a> {
    pub(super) const fn new(room: Room<'a>, facts: &'a [Condition], params: usize) -> Self {
        Self {
            room,
            report: Report::new(),
            open: [None; OPEN],
            facts,
            parts: [None; PARTS],
            next_part: 0,
            bases: [0; DEPTH],
            params,
        }
    }

    /// Notes a condition that is open.
    pub(super) const fn leave_open(&mut self, condition: Condition) {
        self.report.open += 1;
        let mut index = 0;
        while index < OPEN {
            if self.open[index].is_none() {
                self.open[index] = Some(condition);
                return;
            }
            index += 1;
        }
    }

    pub(super) const fn add_part(&mut self, wire: usize, name: &'static str, shape: Shape) {
        self.parts[self.next_part] = Some((wire, name, shape));
        self.next_part = (self.next_part + 1) % PARTS;
    }

    const fn part(&self, wire: usize, name: &str) -> Shape {
        let mut index = 0;
        while index < PARTS {
            if let Some((of, part, shape)) = &self.parts[index]
                && *of == wire
                && crate::spec::same_text(part, name)
            {
                return *shape;
            }
            index += 1;
        }
        Shape::UNKNOWN
    }

    /// Gives a body its wires; the place of the first.
    pub(super) const fn enter(&mut self, body: &Body, depth: usize) -> Option<usize> {
        let base = self.room.wires;
        if depth >= DEPTH || base + body.wires.len() > self.room.shapes.len() {
            return None;
        }
        self.room.wires += body.wires.len();
        self.bases[depth] = base;
        Some(base)
    }

    /// Walks through the steps of a body whose parameters are known.
    pub(super) const fn body(&mut self, body: &'static Body, depth: usize) -> Outcome {
        let mut index = 0;
        while index < body.steps.len() {
            self.step(&body.steps[index], body, depth);
            index += 1;
        }
        let mut results = [Shape::UNKNOWN; RESULTS];
        let mut index = 0;
        while index < body.result.len() && index < RESULTS {
            let input = &body.result[index];
            if input.whole {
                results[index] = self.shape(input, depth);
            }
            index += 1;
        }
        Outcome { results }
    }

    const fn step(&mut self, step: &'static Step, body: &'static Body, depth: usize) {
        // Most steps say nothing about shapes, and rustc runs this for each step of each graph: look at nothing else for them.
        let base = self.bases[depth];
        match &step.does.action {
            Action::Call { callee, .. } => {
                if let Some(contract) = callee.contract() {
                    self.call(step, contract, callee, body, depth);
                }
            }
            Action::Glue { parts, .. } => {
                if parts.is_empty() {
                    return;
                }
                let writes = step.links.writes();
                if parts.len() == writes.len() && step.inputs.len() == 1 && step.inputs.at(0).up == 0 {
                    let mut index = 0;
                    while index < parts.len() {
                        let whole = base + step.inputs.at(0).wire as usize;
                        let name = body.wires[writes[index] as usize].name;
                        self.room.shapes[base + writes[index] as usize] =
                            Shape { name, ..self.part(whole, parts[index]) };
                        index += 1;
                    }
                }
            }
            Action::Branch { arms, .. } => {
                let writes = step.links.writes();
                let mut all = None;
                let mut index = 0;
                while index < arms.len() {
                    let arm = &arms[index];
                    let Some(inner) = self.enter(arm.body, depth + 1) else { return };
                    let mut taken = 0;
                    while taken < arm.takes.len() {
                        let (param, up, wire) = arm.takes[taken];
                        self.room.shapes[inner + param as usize] =
                            self.room.shapes[self.bases[depth - up as usize] + wire as usize];
                        taken += 1;
                    }
                    let Outcome { results } = self.body(arm.body, depth + 1);
                    all = match all {
                        None => Some(results[0]),
                        Some(all) => Some(common(&all, &results[0])),
                    };
                    index += 1;
                }
                if let (Some(all), 1) = (all, writes.len()) {
                    self.room.shapes[base + writes[0] as usize] =
                        Shape { name: body.wires[writes[0] as usize].name, ty: "", ..all };
                }
            }
            Action::Map { body: inner, .. } => {
                let writes = step.links.writes();
                let list = match step.inputs.items() {
                    [input, ..] if input.whole => self.shape(input, depth),
                    _ => Shape::UNKNOWN,
                };
                let first = self.room.count;
                let Some(start) = self.enter(inner, depth + 1) else { return };
                if inner.params > 0 {
                    self.room.shapes[start] = Shape { name: inner.wires[0].name, ty: "", ..list };
                }
                let Outcome { results } = self.body(inner, depth + 1);
                if writes.len() == 1 {
                    let shape = self.room.without_symbols_from(results[0], first);
                    self.room.shapes[base + writes[0] as usize] =
                        Shape { name: body.wires[writes[0] as usize].name, ty: "", ..shape };
                }
            }
        }
    }

    const fn call(
        &mut self,
        step: &'static Step,
        contract: &'static Contract,
        callee: &'static Callee,
        body: &'static Body,
        depth: usize,
    ) {
        let call = Call { step, contract, callee, calls: callee.name() };
        let base = self.bases[depth];
        let wire = if step.links.writes().is_empty() { 0 } else { step.links.writes()[0] as usize };
        let outputs = apply(self, &call, depth);
        let mut index = 0;
        while index < contract.outputs.len() && index < RESULTS {
            let name = contract.outputs[index].name;
            if name.is_empty() {
                self.room.shapes[base + wire] = Shape { name: body.wires[wire].name, ..outputs[index] };
            } else {
                self.add_part(base + wire, name, outputs[index]);
            }
            index += 1;
        }
    }

    /// What comes into a port: a whole wire, or a number.
    pub(super) const fn given(
        &self,
        call: &Call,
        name: &str,
        index: u32,
        depth: usize,
    ) -> Option<(Shape, Option<Input>)> {
        let mut place = 0;
        while place < call.step.inputs.len() {
            let input = call.step.inputs.at(place);
            if super::text::is_port(input.port, name, index) {
                if !input.whole {
                    return None;
                }
                return Some((self.shape(input, depth), Some(*input)));
            }
            place += 1;
        }
        let mut place = 0;
        while place < call.step.numbers.len() {
            let (port, value) = *call.step.numbers.at(place);
            if super::text::is_port(port, name, index) {
                return Some((Shape::number(value), None));
            }
            place += 1;
        }
        None
    }

    const fn shape(&self, input: &Input, depth: usize) -> Shape {
        if input.up as usize > depth {
            return Shape::UNKNOWN;
        }
        self.room.shapes[self.bases[depth - input.up as usize] + input.wire as usize]
    }

    /// Something is said about a parameter of which nothing was known: from now on it has these axes.
    pub(super) const fn assume(&mut self, input: &Input, depth: usize, shape: Shape) {
        let place = self.bases[depth - input.up as usize] + input.wire as usize;
        self.room.shapes[place] = shape;
    }

    /// Whether a wire is a parameter of the whole graph.
    pub(super) const fn is_parameter(&self, input: &Input, depth: usize, params: usize) -> bool {
        input.up as usize == depth && (input.wire as usize) < params
    }

    /// Whether the graph's own contract says that.
    pub(super) const fn is_fact(&self, left: &Linear, test: &Test) -> bool {
        let mut index = 0;
        while index < self.facts.len() {
            let fact = &self.facts[index];
            if matches!(fact.left.equals(left), Known::True) {
                let follows = match (&fact.test, test) {
                    (Test::MultipleOf(known), Test::MultipleOf(wanted)) => *known % *wanted == 0,
                    (Test::Equals(a), Test::Equals(b)) => matches!(a.equals(b), Known::True),
                    (Test::AtLeast(a), Test::AtLeast(b)) => matches!(a.is_at_least(b), Known::True),
                    (Test::AtMost(a), Test::AtMost(b)) => matches!(b.is_at_least(a), Known::True),
                    _ => false,
                };
                if follows {
                    return true;
                }
            }
            index += 1;
        }
        false
    }
}
