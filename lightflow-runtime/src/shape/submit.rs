//! What rustc had to leave open, looked at with the values that a run was given, before its first step.

use serde_json::{Map, Value};

use super::infer::Walk;
use super::summary::parameters;
use super::{Condition, Holding, Known, Linear, Report, Room, Shape, Shaped, Sizes, Symbol};
use crate::registry::{InputError, check_inputs, fill};
use crate::spec::{CompositionSpec, Workflow};

/// How much a graph leaves open, and how much room it takes to look again.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// How many conditions depend on values that come later.
    pub conditions: usize,
    /// How many wires there are, those of inner bodies too.
    pub wires: usize,
    /// How many axes.
    pub symbols: usize,
}

impl Open {
    /// Nothing.
    pub const NOTHING: Self = Self { conditions: 0, wires: 0, symbols: 0 };
}

/// What is wrong with the shapes that these inputs lead to.
pub(crate) fn broken_shapes<W: Workflow>(inputs: &W) -> Vec<InputError> {
    let graph = &W::SPEC.graph;
    if is_settled(graph) { Vec::new() } else { refuse(graph, inputs.shapes()) }
}

/// The same for inputs as JSON, before a run is prepared: those that are wrong count as unknown.
pub fn broken_shapes_of<W: Workflow>(mut inputs: Map<String, Value>) -> Vec<InputError> {
    let graph = &W::SPEC.graph;
    if is_settled(graph) {
        return Vec::new();
    }
    let ports = graph.inputs();
    let wrong = check_inputs(ports, inputs.clone()).err().map_or_else(Vec::new, |errors| errors.0);
    fill(ports, &mut inputs);
    let mut shapes = match W::from_json(inputs) {
        Ok(inputs) => inputs.shapes(),
        Err(unread) => unread.shapes,
    };
    for (port, shape) in ports.iter().zip(&mut shapes) {
        if wrong.iter().any(|error| error.port == port.name) {
            *shape = Shape::UNKNOWN;
        }
    }
    refuse(graph, shapes)
}

/// Whether rustc left nothing open.
fn is_settled(graph: &CompositionSpec) -> bool {
    let conditions = graph.contract.as_ref().map_or(0, |contract| contract.conditions.len());
    graph.open.conditions == 0 && conditions == 0
}

/// What does not fit with these values of the parameters: each input to blame, and why.
fn refuse(spec: &'static CompositionSpec, given: Vec<Shape>) -> Vec<InputError> {
    let Some(contract) = &spec.contract else { return Vec::new() };
    let mut holding = Holding::of(contract, spec.name);
    for (port, shape) in spec.ports.iter().zip(&given) {
        if let Some(value) = shape.value.and_then(|value| value.value()) {
            holding.value(port.name, value);
        }
        if shape.known {
            let sizes = shape.dims[..shape.rank].iter().flatten();
            let sizes = sizes.filter_map(Linear::value).map(i64::cast_unsigned).collect();
            holding.input(port.name, vec![sizes]);
        }
    }
    let blamed: Vec<&Condition> = holding.broken().collect();
    let report = look_again(spec, given);
    let problems: Vec<String> =
        report.problems().map(|problem| problem.text(&report.names).as_str().to_owned()).collect();
    let port = |index: usize| {
        let port = blamed.get(index).or(blamed.first()).map(|condition| condition.port);
        port.or(spec.ports.first().map(|port| port.name)).unwrap_or_default().to_owned()
    };
    if problems.is_empty() {
        let wanted = blamed.iter().enumerate();
        return wanted
            .map(|(index, condition)| InputError {
                port: port(index),
                problem: format!("`{}` wants {}", spec.name, condition.text),
                hint: Some(format!("give it a value with {}", condition.text)),
            })
            .collect();
    }
    let problems = problems.into_iter().enumerate();
    problems.map(|(index, problem)| InputError { port: port(index), problem, hint: None }).collect()
}

fn look_again(spec: &'static CompositionSpec, mut given: Vec<Shape>) -> Report {
    let body = spec.body;
    let mut shapes = vec![Shape::UNKNOWN; spec.open.wires];
    let mut symbols = vec![Symbol::NONE; spec.open.symbols];
    let room = Room { shapes: &mut shapes, symbols: &mut symbols, wires: 0, count: 0 };
    let mut walk = Walk::new(room, &[], spec.ports.len());
    parameters(&mut walk.room, spec.ports, None, &mut given);
    if let Some(base) = walk.enter(body, 0) {
        walk.room.shapes[base..][..given.len()].copy_from_slice(&given);
        walk.body(body, 0);
    }
    walk.report
}

/// A workflow's input of which only its own type knows whether it has a shape.
#[derive(Debug)]
pub struct Probe<'a, T: ?Sized>(pub &'a T);

impl<T: Shaped + ?Sized> Probe<'_, T> {
    /// Its shape.
    pub fn shape(&self) -> Shape {
        Shape::sized(&self.0.sizes())
    }

    /// The sizes of each value in it.
    pub fn each(&self) -> Vec<Sizes> {
        self.0.each()
    }
}

/// See [`Probe`].
pub trait ProbeAny {
    /// Nothing is known.
    fn shape(&self) -> Shape {
        Shape::UNKNOWN
    }

    /// Nothing has a shape.
    fn each(&self) -> Vec<Sizes> {
        Vec::new()
    }
}

impl<T: ?Sized> ProbeAny for Probe<'_, T> {}

impl Holding {
    /// The conditions that do not hold.
    fn broken(&self) -> impl Iterator<Item = &'static Condition> {
        self.contract
            .conditions
            .iter()
            .filter(|condition| self.holds(&condition.left, &condition.test) == Known::False)
    }
}
