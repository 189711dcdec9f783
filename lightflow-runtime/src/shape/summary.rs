//! What a graph asks and gives as a whole: its own contract, found out or declared.

use super::apply::AXES;
use super::infer::{OPEN, Outcome, RESULTS, Walk};
use super::report::What;
use super::{
    Condition, Contract, Extent, Form, Known, Linear, Pattern, PortContract, Report, Room, Shape, Table, Test,
};
use crate::plan::Body;
use crate::spec::PortSpec;

/// What was found in a graph.
#[derive(Clone, Copy, Debug)]
pub struct Findings<const PORTS: usize> {
    /// What is wrong inside.
    pub report: Report,
    /// What it is from outside.
    pub summary: Summary<PORTS>,
}

/// A graph's shapes as seen from outside.
#[derive(Clone, Copy, Debug)]
pub struct Summary<const PORTS: usize> {
    axes: [&'static str; AXES],
    axis_count: usize,
    ports: [PortContract; PORTS],
    outputs: [PortContract; RESULTS],
    output_count: usize,
    conditions: [Condition; OPEN],
    condition_count: usize,
}

const NO_PORT: PortContract = PortContract { name: "", index: 0, form: Form::Value(0) };
const NO_CONDITION: Condition =
    Condition { left: Linear::number(0), test: Test::MultipleOf(1), text: "", port: "", inside: None };

/// Walks a graph with parameters that stand for themselves.
///
/// `WIRES` is how many wires it has, those of inner bodies too; `SYMBOLS` how many axes there is room for.
pub const fn find<const WIRES: usize, const SYMBOLS: usize, const PORTS: usize>(
    body: &'static Body,
    ports: &'static [PortSpec],
    declared: Option<&'static Contract>,
) -> Findings<PORTS> {
    let mut table = Table::<WIRES, SYMBOLS>::new();
    let mut shapes = [Shape::UNKNOWN; PORTS];
    let facts: &[Condition] = match declared {
        Some(contract) => contract.conditions,
        None => &[],
    };
    let mut walk = Walk::new(table.room(), facts, PORTS);
    parameters(&mut walk.room, ports, declared, &mut shapes);
    let Some(base) = walk.enter(body, 0) else {
        return Findings { report: walk.report, summary: nothing() };
    };
    let mut index = 0;
    while index < PORTS {
        walk.room.shapes[base + index] = Shape { name: ports[index].name, ..shapes[index] };
        index += 1;
    }
    let Outcome { results } = walk.body(body, 0);
    let mut summary = nothing::<PORTS>();
    while summary.axis_count < walk.room.count && summary.axis_count < AXES {
        summary.axes[summary.axis_count] = walk.room.symbols[summary.axis_count].name;
        summary.axis_count += 1;
    }
    let mut index = 0;
    while index < PORTS {
        let shape = walk.room.shapes[base + index];
        let form = match (shape.known, &shape.value) {
            (true, _) => Form::Shape(pattern(&shape)),
            (false, Some(value)) => Form::Value(value.terms[0].0),
            (false, None) => Form::Shape(Pattern::new(true, &[])),
        };
        summary.ports[index] = PortContract { name: ports[index].name, index: index as u32, form };
        index += 1;
    }
    walk.report.result = declared_result(declared, &results);
    let mut index = 0;
    while index < RESULTS && index < body.result.len() {
        if results[index].known {
            let name = body.result[index].port;
            let form = Form::Shape(pattern(&results[index]));
            summary.outputs[summary.output_count] = PortContract { name, index: index as u32, form };
            summary.output_count += 1;
        }
        index += 1;
    }
    let mut index = 0;
    while index < facts.len() && summary.condition_count < OPEN {
        summary.conditions[summary.condition_count] = facts[index];
        summary.condition_count += 1;
        index += 1;
    }
    let mut index = 0;
    while index < OPEN {
        if let (Some(condition), true) = (walk.open[index], summary.condition_count < OPEN) {
            summary.conditions[summary.condition_count] = condition_of(condition, &shapes, ports);
            summary.condition_count += 1;
        }
        index += 1;
    }
    walk.report.names = summary.axes;
    Findings { report: walk.report, summary }
}

impl<const PORTS: usize> Summary<PORTS> {
    /// The graph's contract.
    pub const fn contract(&'static self) -> Contract {
        Contract {
            axes: self.axes.split_at(self.axis_count).0,
            ports: &self.ports,
            outputs: self.outputs.split_at(self.output_count).0,
            conditions: self.conditions.split_at(self.condition_count).0,
        }
    }
}

const fn nothing<const PORTS: usize>() -> Summary<PORTS> {
    Summary {
        axes: [""; AXES],
        axis_count: 0,
        ports: [NO_PORT; PORTS],
        outputs: [NO_PORT; RESULTS],
        output_count: 0,
        conditions: [NO_CONDITION; OPEN],
        condition_count: 0,
    }
}

/// What is known of the parameters before anything runs.
pub(super) const fn parameters(
    room: &mut Room<'_>,
    ports: &'static [PortSpec],
    declared: Option<&'static Contract>,
    shapes: &mut [Shape],
) {
    let mut axes = [None; AXES];
    if let Some(contract) = declared {
        let mut index = 0;
        while index < contract.axes.len() && index < AXES {
            axes[index] = room.symbol(contract.axes[index], "");
            index += 1;
        }
    }
    let mut index = 0;
    while index < shapes.len() {
        if !shapes[index].known && shapes[index].value.is_none() {
            shapes[index] = match declared_form(declared, ports[index].name) {
                Some(Form::Value(axis)) => Shape { value: axes[*axis as usize], ..Shape::UNKNOWN },
                Some(Form::Shape(pattern)) if !pattern.leading => declared_shape(pattern, &axes),
                _ if ports[index].is_number() => {
                    Shape { value: room.symbol(ports[index].name, ""), ..Shape::UNKNOWN }
                }
                _ => Shape::UNKNOWN,
            };
        }
        index += 1;
    }
}

const fn declared_form<'a>(declared: Option<&'a Contract>, name: &str) -> Option<&'a Form> {
    let Some(contract) = declared else { return None };
    let mut index = 0;
    while index < contract.ports.len() {
        if crate::spec::same_text(contract.ports[index].name, name) {
            return Some(&contract.ports[index].form);
        }
        index += 1;
    }
    None
}

const fn declared_shape(pattern: &Pattern, axes: &[Option<Linear>; AXES]) -> Shape {
    let mut shape = Shape { known: true, rank: pattern.rank, ..Shape::UNKNOWN };
    let mut index = 0;
    while index < pattern.rank {
        shape.dims[index] = match &pattern.extents[index] {
            Extent::Is(expression) => expression.with(axes),
            _ => None,
        };
        index += 1;
    }
    shape
}

const fn declared_result(
    declared: Option<&'static Contract>,
    results: &[Shape; RESULTS],
) -> Option<(What, Shape, Form)> {
    let Some(contract) = declared else { return None };
    let mut axes = [None; AXES];
    let mut index = 0;
    while index < contract.axes.len() && index < AXES {
        axes[index] = Some(Linear::axis(index as u32));
        index += 1;
    }
    let mut index = 0;
    while index < contract.outputs.len() && index < RESULTS {
        if let (Form::Shape(pattern), true) = (&contract.outputs[index].form, results[index].known) {
            let result = results[index];
            if !pattern.leading && pattern.rank != result.rank {
                return Some((What::Rank, result, contract.outputs[index].form));
            }
            let mut place = 0;
            while place < pattern.rank && !pattern.leading {
                if let (Extent::Is(wanted), Some(dim)) = (&pattern.extents[place], &result.dims[place])
                    && let Some(wanted) = wanted.with(&axes)
                    && matches!(dim.equals(&wanted), Known::False)
                {
                    return Some((What::Axis(place, *dim, wanted), result, contract.outputs[index].form));
                }
                place += 1;
            }
        }
        index += 1;
    }
    None
}

const fn pattern(shape: &Shape) -> Pattern {
    let mut extents = [Extent::Any; super::RANK];
    let mut index = 0;
    while index < shape.rank {
        if let Some(dim) = shape.dims[index] {
            extents[index] = Extent::Is(dim);
        }
        index += 1;
    }
    Pattern { leading: false, extents, rank: shape.rank }
}

/// An open condition as a condition of the graph: on the parameter that has the axis.
const fn condition_of<const PORTS: usize>(
    condition: Condition,
    shapes: &[Shape; PORTS],
    ports: &'static [PortSpec],
) -> Condition {
    let mut found = condition;
    let mut index = 0;
    while index < PORTS {
        if let (Some(value), true) = (&shapes[index].value, condition.left.count > 0)
            && value.count > 0
            && value.terms[0].0 == condition.left.terms[0].0
        {
            found.port = ports[index].name;
            return found;
        }
        index += 1;
    }
    if PORTS > 0 {
        found.port = ports[0].name;
    }
    found
}
