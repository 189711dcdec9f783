//! Holds one call against the contract of what it calls.

use super::infer::{RESULTS, Walk};
use super::report::{Problem, What};
use super::{Condition, Contract, Extent, Form, Known, Linear, Pattern, PortContract, RANK, Shape, Test};
use crate::plan::Step;
use crate::spec::Callee;

/// How many axes a contract may have.
pub const AXES: usize = 48;

/// A step that calls something with a contract.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub step: &'static Step,
    pub contract: &'static Contract,
    pub callee: &'static Callee,
    pub calls: &'static str,
}

/// What the axes of a contract are in one call.
struct Binding {
    values: [Option<Linear>; AXES],
    /// What `...` stands for, if that is known.
    leading: Option<([Option<Linear>; RANK], usize)>,
    /// Whether some axes are computed of others: those are looked at in a second round.
    computed: bool,
}

/// One port and what comes in.
struct Given {
    port: &'static PortContract,
    shape: Shape,
}

/// Compares what comes in with what the contract wants, and says what comes out.
pub(super) const fn apply(walk: &mut Walk<'_>, call: &Call, depth: usize) -> [Shape; RESULTS] {
    let mut binding = Binding { values: [None; AXES], leading: None, computed: false };
    let contract = call.contract;
    let mut failed = false;
    // First what stands for itself, then what is computed of it.
    let mut round = 0;
    while round == 0 || (round == 1 && binding.computed) {
        let mut index = 0;
        while index < contract.ports.len() {
            let port = &contract.ports[index];
            if let Some((shape, input)) = walk.given(call, port.name, port.index, depth) {
                let mut shape = shape;
                if let (Form::Shape(pattern), false, Some(input)) = (&port.form, shape.known, &input)
                    && walk.is_parameter(input, depth, walk.params)
                    && !pattern.leading
                    && round == 0
                {
                    shape = Shape { name: shape.name, ..fresh(walk, pattern, contract) };
                    walk.assume(input, depth, shape);
                }
                let given = Given { port, shape };
                failed |= !fits(walk, call, &given, &mut binding, round == 0);
            }
            index += 1;
        }
        round += 1;
    }
    let mut index = 0;
    while index < contract.conditions.len() {
        let condition = &contract.conditions[index];
        failed |= !holds(walk, call, condition, &binding, depth);
        index += 1;
    }
    let mut outputs = [Shape::UNKNOWN; RESULTS];
    if failed {
        return outputs;
    }
    let mut axis = 0;
    while axis < contract.axes.len() && axis < AXES {
        if binding.values[axis].is_none() {
            binding.values[axis] = walk.room.symbol(contract.axes[axis], call.step.id);
        }
        axis += 1;
    }
    let mut index = 0;
    while index < contract.outputs.len() && index < RESULTS {
        if let Form::Shape(pattern) = &contract.outputs[index].form {
            outputs[index] = made(walk, pattern, &binding, call);
            if contract.outputs[index].name.is_empty() {
                outputs[index].ty = call.callee.output().text;
            }
        }
        index += 1;
    }
    outputs
}

/// A parameter's shape, of which nothing is known but how many axes it has.
const fn fresh(walk: &mut Walk<'_>, pattern: &Pattern, contract: &Contract) -> Shape {
    let mut shape = Shape { known: true, rank: pattern.rank, ..Shape::UNKNOWN };
    let mut index = 0;
    while index < pattern.rank {
        let name = match &pattern.extents[index] {
            Extent::Is(expression) if expression.count > 0 => {
                let axis = expression.terms[0].0 as usize;
                if axis < contract.axes.len() { contract.axes[axis] } else { "_" }
            }
            _ => "_",
        };
        shape.dims[index] = walk.room.symbol(name, "");
        index += 1;
    }
    shape
}

/// Whether what comes into a port fits; plain axes are bound in the first round.
const fn fits(walk: &mut Walk<'_>, call: &Call, given: &Given, binding: &mut Binding, first: bool) -> bool {
    match &given.port.form {
        Form::Value(axis) => {
            let (Some(value), true) = (given.shape.value, first) else { return true };
            match binding.values[*axis as usize] {
                None => {
                    binding.values[*axis as usize] = Some(value);
                    true
                }
                Some(wanted) => compared(walk, call, given, 0, &value, &wanted),
            }
        }
        Form::Shape(pattern) => {
            if !given.shape.known {
                return true;
            }
            let rank = given.shape.rank;
            let enough = if pattern.leading { rank >= pattern.rank } else { rank == pattern.rank };
            if !enough {
                if first {
                    problem(walk, call, given, What::Rank);
                }
                return false;
            }
            let before = rank - pattern.rank;
            if pattern.leading && first && binding.leading.is_none() {
                binding.leading = Some((given.shape.dims, before));
            }
            let mut all = true;
            let mut index = 0;
            while index < pattern.rank {
                let place = before + index;
                match (&pattern.extents[index], &given.shape.dims[place]) {
                    (Extent::Any, _) | (_, None) => {}
                    // Most axes are a number or a name. rustc interprets this for each of them: no calls.
                    (Extent::Is(wanted), Some(dim)) if wanted.count == 0 => {
                        if first {
                            all &= compared(walk, call, given, place, dim, wanted);
                        }
                    }
                    (Extent::Is(wanted), Some(dim))
                        if wanted.count == 1
                            && wanted.terms[0].1 == 1
                            && wanted.constant == 0
                            && wanted.divisor == 1 =>
                    {
                        let axis = wanted.terms[0].0 as usize;
                        match binding.values[axis] {
                            _ if !first => {}
                            None => binding.values[axis] = Some(*dim),
                            Some(wanted) => all &= compared(walk, call, given, place, dim, &wanted),
                        }
                    }
                    (other, Some(dim)) => {
                        binding.computed = true;
                        if !first {
                            all &= computed(walk, call, given, binding, place, other, dim);
                        }
                    }
                }
                index += 1;
            }
            all
        }
    }
}

/// An axis that is computed of others, or broadcast.
const fn computed(
    walk: &mut Walk<'_>,
    call: &Call,
    given: &Given,
    binding: &mut Binding,
    place: usize,
    extent: &Extent,
    dim: &Linear,
) -> bool {
    match extent {
        Extent::Any => true,
        Extent::Is(expression) => match unbound(expression, binding) {
            Unbound::None => match expression.with(&binding.values) {
                Some(wanted) => compared(walk, call, given, place, dim, &wanted),
                None => true,
            },
            Unbound::One(axis, factor) => {
                if let Some(value) = solved(expression, axis, factor, dim, binding) {
                    binding.values[axis] = Some(value);
                    return match value.is_whole() {
                        Known::False => {
                            problem(walk, call, given, What::Fraction(value));
                            false
                        }
                        _ => true,
                    };
                }
                true
            }
            Unbound::Several => true,
        },
        Extent::OneOr(expression) => {
            if matches!(dim.value(), Some(1)) {
                return true;
            }
            match (unbound(expression, binding), expression.with(&binding.values)) {
                (Unbound::None, Some(wanted)) => match wanted.value() {
                    // The other one is what is broadcast.
                    Some(1) => true,
                    _ => compared(walk, call, given, place, dim, &wanted),
                },
                (Unbound::One(axis, 1), _) => {
                    binding.values[axis] = Some(*dim);
                    true
                }
                _ => true,
            }
        }
        Extent::Floor { of, by, plus } => {
            let (Some(of), Some(plus)) = (of.with(&binding.values), plus.with(&binding.values)) else {
                return true;
            };
            match walk.room.floor(&of, *by, call.step.id) {
                Some(floor) => match floor.plus(&plus) {
                    Some(wanted) => compared(walk, call, given, place, dim, &wanted),
                    None => true,
                },
                None => true,
            }
        }
    }
}

enum Unbound {
    None,
    /// The axis and its factor.
    One(usize, i64),
    Several,
}

const fn unbound(expression: &Linear, binding: &Binding) -> Unbound {
    let mut found = Unbound::None;
    let mut index = 0;
    while index < expression.count {
        let (axis, factor) = expression.terms[index];
        if binding.values[axis as usize].is_none() {
            found = match found {
                Unbound::None => Unbound::One(axis as usize, factor),
                _ => return Unbound::Several,
            };
        }
        index += 1;
    }
    found
}

/// What `axis` is when `expression` is `dim`.
const fn solved(
    expression: &Linear,
    axis: usize,
    factor: i64,
    dim: &Linear,
    binding: &Binding,
) -> Option<Linear> {
    let mut values = binding.values;
    values[axis] = Some(Linear::number(0));
    let (Some(rest), true) = (expression.with(&values), factor > 0) else { return None };
    let Some(left) = dim.minus(&rest) else { return None };
    match left.times(expression.divisor) {
        Some(left) => left.over(factor),
        None => None,
    }
}

const fn compared(
    walk: &mut Walk<'_>,
    call: &Call,
    given: &Given,
    place: usize,
    dim: &Linear,
    wanted: &Linear,
) -> bool {
    match dim.equals(wanted) {
        Known::True => true,
        Known::False => {
            problem(walk, call, given, What::Axis(place, *dim, *wanted));
            false
        }
        Known::Later => {
            walk.leave_open(Condition {
                left: *dim,
                test: Test::Equals(*wanted),
                text: "",
                port: given.port.name,
                inside: Some((call.calls, given.port.name)),
            });
            true
        }
    }
}

/// Whether a condition of the contract holds.
const fn holds(
    walk: &mut Walk<'_>,
    call: &Call,
    condition: &'static Condition,
    binding: &Binding,
    depth: usize,
) -> bool {
    let Some(left) = condition.left.with(&binding.values) else { return true };
    let (known, test) = match &condition.test {
        Test::MultipleOf(number) => (left.is_multiple_of(*number), condition.test),
        Test::Equals(right) => match right.with(&binding.values) {
            Some(right) => (left.equals(&right), Test::Equals(right)),
            None => return true,
        },
        Test::AtLeast(right) => match right.with(&binding.values) {
            Some(right) => (left.is_at_least(&right), Test::AtLeast(right)),
            None => return true,
        },
        Test::AtMost(right) => match right.with(&binding.values) {
            Some(right) => (right.is_at_least(&left), Test::AtMost(right)),
            None => return true,
        },
    };
    match known {
        Known::True => true,
        Known::False => {
            let mut index = 0;
            while index < call.contract.ports.len() {
                let port = &call.contract.ports[index];
                if crate::spec::same_text(port.name, condition.port)
                    && let Some((shape, _)) = walk.given(call, port.name, port.index, depth)
                {
                    let given = Given { port, shape };
                    problem(walk, call, &given, What::Condition(*condition, left, test));
                    return false;
                }
                index += 1;
            }
            true
        }
        Known::Later => {
            if !walk.is_fact(&left, &test) {
                let inside = match condition.inside {
                    None => Some((call.calls, condition.port)),
                    deeper => deeper,
                };
                walk.leave_open(Condition { left, test, text: condition.text, port: condition.port, inside });
            }
            true
        }
    }
}

/// The shape that comes out.
const fn made(walk: &mut Walk<'_>, pattern: &Pattern, binding: &Binding, call: &Call) -> Shape {
    let mut shape = Shape {
        known: !pattern.leading || binding.leading.is_some(),
        rank: pattern.rank,
        line: call.step.line,
        maker: call.calls,
        ..Shape::UNKNOWN
    };
    let mut before = 0;
    if let (true, Some((dims, count))) = (pattern.leading, &binding.leading) {
        before = *count;
        if before + pattern.rank > RANK {
            return Shape::UNKNOWN;
        }
        let mut index = 0;
        while index < before {
            shape.dims[index] = dims[index];
            index += 1;
        }
        shape.rank += before;
    }
    let mut index = 0;
    while index < pattern.rank {
        shape.dims[before + index] = match &pattern.extents[index] {
            Extent::Any => walk.room.symbol("_", call.step.id),
            Extent::Is(expression) | Extent::OneOr(expression) => expression.with(&binding.values),
            Extent::Floor { of, by, plus } => match (of.with(&binding.values), plus.with(&binding.values)) {
                (Some(of), Some(plus)) => match walk.room.floor(&of, *by, call.step.id) {
                    Some(floor) => floor.plus(&plus),
                    None => None,
                },
                _ => None,
            },
        };
        index += 1;
    }
    shape
}

const fn problem(walk: &mut Walk<'_>, call: &Call, given: &Given, what: What) {
    // A value of another type is another mistake, and rustc has said so.
    let ports = call.callee.ports();
    if !given.shape.ty.is_empty() && (given.port.index as usize) < ports.len() {
        let wanted = ports[given.port.index as usize].ty.text;
        if !crate::spec::same_text(super::text::last_name(wanted), super::text::last_name(given.shape.ty)) {
            return;
        }
    }
    walk.report.add(Problem {
        at: (call.step.line, call.step.column),
        step: call.step.id,
        calls: call.calls,
        port: given.port.name,
        index: given.port.index,
        what,
        wire: given.shape.name,
        maker: given.shape.maker,
        line: given.shape.line,
        got: given.shape,
        wants: given.port.form,
        axes: call.contract.axes,
    });
}
