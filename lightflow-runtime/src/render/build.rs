//! Reads a compiled graph into a [`View`].

use super::view::{
    ArmView, BodyView, Folded, InputView, ParamView, PassView, SourceView, StepKind, StepView, View,
};
use crate::plan::{Action, Body, Input, Share, Step};
use crate::spec::{Callee, CompositionSpec, PortSpec};

/// How many bodies may lie around a step.
const DEPTH: usize = 32;
/// How many steps a drawing has at most: a composition that calls another twice, which calls another
/// twice, and so on, doubles the drawing with each level.
const STEPS: usize = 10_000;

impl View {
    /// Reads a composition or workflow.
    pub fn of(graph: &CompositionSpec) -> Self {
        let mut builder = Builder { around: vec![graph.id], depth: 0, steps: 0 };
        Self {
            version: 1,
            id: graph.id,
            name: graph.name,
            doc: graph.doc,
            source: SourceView { file: graph.source.file, line: graph.source.line, column: None },
            fingerprint: hex(graph.fingerprint),
            params: graph.inputs().iter().map(param).collect(),
            output: graph.output.text,
            body: builder.body(&Scope { body: graph.body, path: String::new(), outer: None }),
        }
    }
}

fn hex(fingerprint: u128) -> String {
    format!("{fingerprint:032x}")
}

fn param(port: &PortSpec) -> ParamView {
    ParamView {
        name: port.name,
        ty: port.ty.text,
        doc: port.doc,
        default: port.default.map(|default| default.text),
        range: port.range.map(|range| range.text),
        choices: port.choices.iter().map(|choice| choice.text).collect(),
        unit: port.unit,
    }
}

/// A body, and those whose wires it can read.
struct Scope<'s> {
    body: &'static Body,
    /// The path of the step that it is the inside of.
    path: String,
    outer: Option<&'s Scope<'s>>,
}

impl Scope<'_> {
    fn path_of(&self, step: &Step) -> String {
        if self.path.is_empty() { step.id.to_owned() } else { format!("{}/{}", self.path, step.id) }
    }

    fn outwards(&self, levels: u32) -> Option<&Self> {
        let mut scope = self;
        for _ in 0..levels {
            scope = scope.outer?;
        }
        Some(scope)
    }

    fn input(&self, input: &Input, ports: &[PortSpec]) -> Option<InputView> {
        let scope = self.outwards(input.up)?;
        let index = input.wire as usize;
        let wire = scope.body.wires.get(index)?;
        let from = wire.from.and_then(|step| scope.body.steps.get(step as usize));
        Some(InputView {
            port: port_name(input.port, ports),
            wire: wire.name,
            from: from.map(|step| scope.path_of(step)),
            up: input.up,
            pass: match input.share {
                Share::Borrow => PassView::Borrow,
                Share::Clone => PassView::Clone,
                Share::Move => PassView::Move,
            },
            index,
        })
    }
}

/// A positional argument is known by its number; it fills the ports in order.
fn port_name(port: &'static str, ports: &[PortSpec]) -> &'static str {
    let position = port.parse::<usize>().ok();
    position.and_then(|position| ports.get(position)).map_or(port, |port| port.name)
}

struct Builder {
    /// The ids of the compositions around the current body.
    around: Vec<&'static str>,
    depth: usize,
    steps: usize,
}

impl Builder {
    fn body(&mut self, scope: &Scope<'_>) -> BodyView {
        let body = scope.body;
        // All of them before any of their insides: siblings take room, too.
        self.steps += body.steps.len();
        let last_uses = last_uses(body);
        BodyView {
            name: body.name,
            params: wire_names(body, 0..body.params as usize),
            steps: body
                .steps
                .iter()
                .zip(last_uses)
                .map(|(step, ends)| self.step(step, wire_names(body, ends), scope))
                .collect(),
            result: inputs(body.result, &[], scope),
        }
    }

    fn step(&mut self, step: &Step, last_uses: Vec<&'static str>, scope: &Scope<'_>) -> StepView {
        let callee = match &step.does.action {
            Action::Call { callee, .. } => Some(callee),
            _ => None,
        };
        let ports = callee.map_or(&[] as &[_], Callee::ports);
        let indices = |wires: &[u32]| wires.iter().map(|wire| *wire as usize).collect::<Vec<_>>();
        let mut view = StepView {
            id: step.id,
            path: scope.path_of(step),
            kind: StepKind::Glue,
            calls: callee.map(Callee::id),
            calls_name: callee.map(Callee::name),
            doc: "",
            text: None,
            output: callee.map(|callee| callee.output().text),
            source: SourceView { file: scope.body.file, line: step.line, column: Some(step.column) },
            fingerprint: None,
            retry: 0,
            timeout_ms: None,
            resource: None,
            needs: Vec::new(),
            volatile: false,
            concurrency: None,
            inputs: inputs(step.inputs.items(), ports, scope),
            outputs: wire_names(scope.body, indices(step.links.writes())),
            last_uses,
            body: None,
            arms: Vec::new(),
            folded: None,
            writes: indices(step.links.writes()),
        };
        self.action(&step.does.action, &mut view, scope);
        view
    }

    fn action(&mut self, action: &Action, view: &mut StepView, scope: &Scope<'_>) {
        match action {
            Action::Call { callee, .. } => self.call(callee, view),
            Action::Glue { text, .. } => view.text = Some(text),
            Action::Branch { text, arms, .. } => {
                view.kind = StepKind::Branch;
                view.text = Some(text);
                let insides = arms.iter().filter_map(|arm| {
                    let body = self.inside(arm.body, view, Some(scope))?;
                    let name = body.name;
                    Some(ArmView { name, body })
                });
                view.arms = insides.collect();
            }
            Action::Map { text, body, concurrency, .. } => {
                view.kind = StepKind::For;
                view.text = Some(text);
                view.concurrency = *concurrency;
                view.body = self.inside(body, view, Some(scope));
            }
        }
    }

    fn call(&mut self, callee: &Callee, view: &mut StepView) {
        match callee {
            Callee::Node(node, _) => {
                view.kind = StepKind::Node;
                view.doc = node.doc;
                view.fingerprint = Some(hex(node.fingerprint));
                view.retry = node.retry;
                view.timeout_ms =
                    node.timeout.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
                view.resource = node.resource;
                view.needs = node.needs.iter().map(ToString::to_string).collect();
                view.volatile = node.volatile;
            }
            Callee::Composition(spec) => {
                view.kind = StepKind::Group;
                view.doc = spec.doc;
                view.fingerprint = Some(hex(spec.fingerprint));
                if self.around.contains(&spec.id) {
                    view.folded = Some(Folded::Recursive);
                    return;
                }
                self.around.push(spec.id);
                // A composition sees its parameters only.
                view.body = self.inside(spec.body, view, None);
                self.around.pop();
            }
        }
    }

    fn inside(
        &mut self,
        body: &'static Body,
        view: &mut StepView,
        outer: Option<&Scope<'_>>,
    ) -> Option<BodyView> {
        if self.depth == DEPTH {
            view.folded = Some(Folded::Deep);
        } else if self.steps + body.steps.len() > STEPS {
            view.folded = Some(Folded::Large);
        }
        if view.folded.is_some() {
            return None;
        }
        self.depth += 1;
        let inside = self.body(&Scope { body, path: view.path.clone(), outer });
        self.depth -= 1;
        Some(inside)
    }
}

fn inputs(inputs: &[Input], ports: &[PortSpec], scope: &Scope<'_>) -> Vec<InputView> {
    let views = inputs.iter().filter_map(|input| scope.input(input, ports));
    views.collect()
}

fn wire_names(body: &Body, wires: impl IntoIterator<Item = usize>) -> Vec<&'static str> {
    let wires = wires.into_iter().filter_map(|wire| body.wires.get(wire));
    wires.map(|wire| wire.name).collect()
}

/// For each step the wires that it is the last to read; a wire that the result reads is in no list.
fn last_uses(body: &Body) -> Vec<Vec<usize>> {
    let mut last = vec![None; body.wires.len()];
    for (index, step) in body.steps.iter().enumerate() {
        for input in step.inputs.iter().filter(|input| input.up == 0) {
            if let Some(last) = last.get_mut(input.wire as usize) {
                *last = Some(index);
            }
        }
    }
    for input in body.result.iter().filter(|input| input.up == 0) {
        if let Some(last) = last.get_mut(input.wire as usize) {
            *last = None;
        }
    }
    let mut uses = vec![Vec::new(); body.steps.len()];
    for (wire, last) in last.into_iter().enumerate() {
        if let Some(step) = last {
            uses[step].push(wire);
        }
    }
    uses
}
