//! What a step can call: the traits that `#[node]`, `#[composition]` and `#[workflow]` implement.

use serde_json::Value;

use super::{Contracts, Cost, NodeSpec, Policy, PortSpec, Source, TypeSpec};
use crate::frame::{Cx, Out, Started};
use crate::plan;
use crate::port::CodecError;
use crate::registry::InputError;
use crate::shape::{Contract, Open, Shape};

/// Something that a step of a workflow can be: a node, a composition or a workflow.
///
/// The attributes implement it on a struct that has the function's name and its ports as fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a node",
    label = "not a node",
    note = "a step calls a function with `#[node]`, or a `#[composition]`"
)]
pub trait Node: Sized + Send {
    /// What the step gives.
    type Output: Send + Sync + 'static;

    /// The declaration.
    const CALLEE: Callee;

    /// The ports' names, those without a default first.
    #[doc(hidden)]
    const REQUIRED: &'static [&'static str];

    /// Runs the node, or moves the inputs into a composition's frame.
    #[doc(hidden)]
    fn start<'f>(self, cx: Cx<'f>, out: Out<'f, Self::Output>) -> Started<'f>
    where
        Self: 'f;
}

/// A graph that can be run from typed inputs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a workflow",
    label = "not a workflow",
    note = "an engine runs the inputs of a function with `#[workflow]`"
)]
pub trait Workflow: Node + 'static {
    /// The declaration.
    const SPEC: &'static WorkflowSpec;

    /// What is known of the inputs' shapes and numbers.
    #[doc(hidden)]
    fn shapes(&self) -> Vec<Shape>;

    /// Reads the inputs from JSON; defaults fill what is absent.
    ///
    /// # Errors
    /// One entry for every input that is wrong: its name and what is wrong.
    #[doc(hidden)]
    fn from_json(inputs: serde_json::Map<String, Value>) -> Result<Self, Unread>;

    /// Every input that breaks what its port takes.
    #[doc(hidden)]
    fn broken_inputs(&self) -> Vec<InputError>;
}

/// Inputs that did not all read from JSON.
#[doc(hidden)]
#[derive(Debug)]
pub struct Unread {
    /// What is wrong with which of them.
    pub errors: Vec<(&'static str, CodecError)>,
    /// What is known of the shapes of the others.
    pub shapes: Vec<Shape>,
}

/// What a step calls.
#[derive(Clone, Copy, Debug)]
pub enum Callee {
    /// A function.
    Node(&'static NodeSpec, &'static Cost),
    /// A reusable sub-graph.
    Composition(&'static CompositionSpec),
}

/// A composition: a reusable sub-graph.
#[derive(Debug)]
pub struct CompositionSpec {
    /// Crate and name, unique in a binary.
    pub id: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// The doc comment.
    pub doc: &'static str,
    /// The parameters.
    pub ports: &'static [PortSpec],
    /// What it gives.
    pub output: TypeSpec,
    /// Where it is.
    pub source: Source,
    /// SipHash-2-4-128 of its tokens.
    pub fingerprint: u128,
    /// Shapes of its parameters and its result.
    pub contract: Option<Contract>,
    /// What of it depends on what comes in.
    pub open: Open,
    /// The compiled graph.
    pub body: &'static plan::Body,
    /// What its ports take with what their steps take; worked out once.
    pub contracts: &'static Contracts,
}

/// A workflow: a composition that can be run by name.
#[derive(Debug)]
pub struct WorkflowSpec {
    /// The graph and its parameters.
    pub graph: CompositionSpec,
    /// What it forbids its steps.
    pub policy: Policy,
    /// What does not fit in the shapes that inputs lead to; inputs that are wrong themselves count as unknown.
    pub broken_shapes: fn(serde_json::Map<String, Value>) -> Vec<InputError>,
}

impl CompositionSpec {
    /// Inputs as they may be shown and kept: secrets are hidden.
    pub fn shown(&self, inputs: &serde_json::Map<String, Value>) -> serde_json::Map<String, Value> {
        let storage = |name: &str| {
            let port = self.ports.iter().find(|port| port.name == name);
            port.map_or(crate::port::Storage::Value, |port| port.ty.storage)
        };
        inputs.iter().map(|(name, value)| (name.clone(), crate::port::shown(storage(name), value))).collect()
    }
}

impl Callee {
    /// The asset's id.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Node(spec, _) => spec.id,
            Self::Composition(spec) => spec.id,
        }
    }

    /// What it says about shapes.
    pub const fn contract(&self) -> Option<&'static Contract> {
        match self {
            Self::Node(spec, _) => spec.contract.as_ref(),
            Self::Composition(spec) => spec.contract.as_ref(),
        }
    }

    /// The asset's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Node(spec, _) => spec.name,
            Self::Composition(spec) => spec.name,
        }
    }

    /// The inputs.
    pub const fn ports(&self) -> &'static [PortSpec] {
        match self {
            Self::Node(spec, _) => spec.ports,
            Self::Composition(spec) => spec.ports,
        }
    }

    /// Which port a call means by this name, or by this place among those that are not named.
    pub const fn port_index(&self, name: &str) -> Option<usize> {
        let ports = self.ports();
        if let [b'0'..=b'9', ..] = name.as_bytes() {
            let (mut index, mut place) = (0, 0);
            while index < name.len() {
                place = place * 10 + (name.as_bytes()[index] - b'0') as usize;
                index += 1;
            }
            return if place < ports.len() { Some(place) } else { None };
        }
        let mut index = 0;
        while index < ports.len() {
            if super::same_text(ports[index].name, name) {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    /// What it gives.
    pub const fn output(&self) -> TypeSpec {
        match self {
            Self::Node(spec, _) => spec.output,
            Self::Composition(spec) => spec.output,
        }
    }
}
