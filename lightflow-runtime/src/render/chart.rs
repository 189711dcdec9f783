//! A view flattened into marks, clusters and arrows, as Mermaid and DOT want them.
//!
//! Values that enter or leave a body do so through marks of their own, so that every arrow joins two
//! marks: neither language draws arrows from or to a cluster well.

use super::view::{BodyView, Folded, InputView, StepKind, StepView, View};

/// The whole drawing.
pub(crate) struct Chart {
    pub children: Vec<Child>,
    pub arrows: Vec<Arrow>,
}

/// Something drawn, in the order of the source.
pub(crate) enum Child {
    Mark(Mark),
    Cluster(Cluster),
}

/// A box.
pub(crate) struct Mark {
    /// `s3`: unique in the drawing, and a plain word in both languages.
    pub id: String,
    pub shape: Shape,
    pub title: String,
    /// A second, smaller line; may be empty.
    pub detail: String,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A parameter of the workflow, or of a body inside.
    Param,
    Node,
    /// A group whose inside is not drawn.
    Folded,
    Glue,
    Decision,
    /// Where the arms of a branch come together.
    Merge,
    Result,
}

/// Boxes inside a frame.
pub(crate) struct Cluster {
    pub id: String,
    pub kind: ClusterKind,
    pub title: String,
    pub children: Vec<Child>,
}

/// What a cluster is the inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClusterKind {
    Group,
    For,
    Branch,
    Arm,
}

/// From one mark to another.
pub(crate) struct Arrow {
    pub from: String,
    pub to: String,
    pub label: String,
}

impl Chart {
    pub fn of(view: &View) -> Self {
        let mut painter = Painter::default();
        let mut children = Vec::new();
        let params = view.params.iter().map(|param| {
            let default = param.default.map(|default| format!(" = {default}"));
            format!("{}{}", param.ty, default.unwrap_or_default())
        });
        let mut scope = Scope::default();
        let details = params.chain(std::iter::repeat(String::new()));
        for (name, detail) in view.body.params.iter().zip(details) {
            let id = painter.mark(&mut children, Shape::Param, name, detail);
            scope.ends.push(Some(id));
        }
        painter.scopes.push(scope);
        painter.steps(&view.body, &mut children);
        if !(view.output == "()" && view.body.result.is_empty()) {
            let id = painter.mark(&mut children, Shape::Result, view.output, String::new());
            painter.feed(&view.body.result, &id);
        }
        Self { children, arrows: painter.arrows }
    }
}

/// The mark that gives each wire of a body.
#[derive(Default)]
struct Scope {
    ends: Vec<Option<String>>,
}

#[derive(Default)]
struct Painter {
    marks: usize,
    clusters: usize,
    arrows: Vec<Arrow>,
    scopes: Vec<Scope>,
}

impl Painter {
    fn mark(&mut self, children: &mut Vec<Child>, shape: Shape, title: &str, detail: String) -> String {
        let id = format!("s{}", self.marks);
        self.marks += 1;
        children.push(Child::Mark(Mark { id: id.clone(), shape, title: title.to_owned(), detail }));
        id
    }

    fn arrow(&mut self, from: &str, to: &str, label: &str) {
        self.arrows.push(Arrow { from: from.to_owned(), to: to.to_owned(), label: label.to_owned() });
    }

    /// The mark that a value comes from, seen from the innermost body.
    fn origin(&self, up: u32, wire: usize) -> Option<String> {
        let scope = self.scopes.iter().rev().nth(up as usize)?;
        scope.ends.get(wire)?.clone()
    }

    fn feed(&mut self, inputs: &[InputView], to: &str) {
        // With one port there is nothing to tell apart.
        let several = inputs.iter().any(|input| input.port != inputs[0].port);
        for input in inputs {
            if let Some(from) = self.origin(input.up, input.index) {
                self.arrow(&from, to, if several { input.port } else { "" });
            }
        }
    }

    fn steps(&mut self, body: &BodyView, children: &mut Vec<Child>) {
        for step in &body.steps {
            let end = self.step(step, children);
            let Some(scope) = self.scopes.last_mut() else {
                continue;
            };
            for wire in &step.writes {
                if scope.ends.len() <= *wire {
                    scope.ends.resize(wire + 1, None);
                }
                scope.ends[*wire] = Some(end.clone());
            }
        }
    }

    /// Draws a step; gives the mark that its outputs come from.
    fn step(&mut self, step: &StepView, children: &mut Vec<Child>) -> String {
        match (&step.body, step.kind) {
            (Some(body), _) => self.inside(step, body, children),
            (None, StepKind::Branch) => self.branch(step, children),
            (None, _) => {
                let shape = match step.kind {
                    StepKind::Glue => Shape::Glue,
                    StepKind::Node => Shape::Node,
                    StepKind::Group | StepKind::For | StepKind::Branch => Shape::Folded,
                };
                let detail = step.detail_beside_id();
                let id = if step.outputs.len() > 1 && shape == Shape::Glue {
                    // A pattern, which has the names of what it gives.
                    self.mark(children, shape, &detail, String::new())
                } else {
                    self.mark(children, shape, step.id, detail)
                };
                self.feed(&step.inputs, &id);
                id
            }
        }
    }

    fn inside(&mut self, step: &StepView, body: &BodyView, children: &mut Vec<Child>) -> String {
        let kind = match step.kind {
            StepKind::For => ClusterKind::For,
            _ => ClusterKind::Group,
        };
        let mut inside = Vec::new();
        let mut scope = Scope::default();
        for (index, name) in body.params.iter().enumerate() {
            let id = self.mark(&mut inside, Shape::Param, name, String::new());
            // A group's ports have its parameters' names; a `for` has one list, and its item.
            let given: Vec<&InputView> = match kind {
                ClusterKind::For if index == 0 => step.own_inputs(),
                ClusterKind::For => Vec::new(),
                _ => {
                    let inputs = step.inputs.iter();
                    inputs.filter(|input| input.port == *name).collect()
                }
            };
            for input in given {
                if let Some(from) = self.origin(input.up, input.index) {
                    self.arrow(&from, &id, "");
                }
            }
            scope.ends.push(Some(id));
        }
        let title = format!("{}: {}", step.id, step.detail_beside_id());
        let result = self.body(body, scope, &mut inside);
        self.cluster(children, kind, title, inside);
        result
    }

    fn branch(&mut self, step: &StepView, children: &mut Vec<Child>) -> String {
        let mut inside = Vec::new();
        let decision = self.mark(&mut inside, Shape::Decision, &step.detail(), String::new());
        let own = step.own_inputs();
        // The first input is what is decided on; others of an arm parameter's name move into it.
        let moved: Vec<&InputView> = own
            .iter()
            .skip(1)
            .copied()
            .filter(|input| {
                let mut arms = step.arms.iter();
                arms.any(|arm| arm.body.params.contains(&input.wire))
            })
            .collect();
        for input in &own {
            let origin = self.origin(input.up, input.index);
            let moved = moved.iter().any(|moved| std::ptr::eq(*moved, *input));
            if let Some(from) = origin.filter(|_| !moved) {
                self.arrow(&from, &decision, "");
            }
        }
        let mut ends = Vec::new();
        for arm in &step.arms {
            let mut marks = Vec::new();
            let mut scope = Scope::default();
            let mut decides = false;
            for name in &arm.body.params {
                let id = self.mark(&mut marks, Shape::Param, name, String::new());
                let moved = moved.iter().find(|input| input.wire == *name);
                match moved.and_then(|input| self.origin(input.up, input.index)) {
                    Some(from) => self.arrow(&from, &id, ""),
                    None => {
                        self.arrow(&decision, &id, "");
                        decides = true;
                    }
                }
                scope.ends.push(Some(id));
            }
            let end = self.body(&arm.body, scope, &mut marks);
            // The decision leads to an arm that binds nothing, too.
            if !decides && let Some(first) = marks.first() {
                let first = first.first_mark().to_owned();
                self.arrow(&decision, &first, "");
            }
            self.cluster(&mut inside, ClusterKind::Arm, arm.name.to_owned(), marks);
            ends.push(end);
        }
        let merge = self.mark(&mut inside, Shape::Merge, step.id, String::new());
        for end in ends {
            self.arrow(&end, &merge, "");
        }
        let title = step.id.to_owned();
        self.cluster(children, ClusterKind::Branch, title, inside);
        merge
    }

    /// Draws a body's steps; gives the mark of its result: a step's when that is all it is made of.
    fn body(&mut self, body: &BodyView, scope: Scope, children: &mut Vec<Child>) -> String {
        self.scopes.push(scope);
        self.steps(body, children);
        if let [only] = body.result.as_slice()
            && only.up == 0
            && let Some(end) = self.origin(0, only.index)
        {
            self.scopes.pop();
            return end;
        }
        let result = self.mark(children, Shape::Merge, "", String::new());
        self.feed(&body.result, &result);
        self.scopes.pop();
        result
    }

    fn cluster(&mut self, children: &mut Vec<Child>, kind: ClusterKind, title: String, inside: Vec<Child>) {
        let id = format!("c{}", self.clusters);
        self.clusters += 1;
        children.push(Child::Cluster(Cluster { id, kind, title, children: inside }));
    }
}

impl Child {
    fn first_mark(&self) -> &str {
        match self {
            Self::Mark(mark) => &mark.id,
            Self::Cluster(cluster) => cluster.children.first().map_or("", Self::first_mark),
        }
    }
}

/// One line of a text that may have several.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl StepView {
    /// What the step does, in a few words: `fit → Image`, `for photo in photos`, `side * 2`.
    pub(super) fn detail(&self) -> String {
        let text = self.text.unwrap_or_default();
        match self.kind {
            StepKind::Glue | StepKind::Branch => one_line(text),
            StepKind::For => {
                let whole = self.body.as_ref().map_or(text, |body| body.name);
                let lanes = self.concurrency.map(|most| format!(", {most} at a time"));
                format!("{whole}{}", lanes.unwrap_or_default())
            }
            StepKind::Node | StepKind::Group => {
                let name = self.calls_name.unwrap_or_default();
                let folded = match self.folded {
                    Some(Folded::Recursive) => ", calls itself",
                    Some(Folded::Deep | Folded::Large) => ", not drawn further",
                    None => "",
                };
                match self.output {
                    Some(output) => format!("{name} → {output}{folded}"),
                    None => format!("{name}{folded}"),
                }
            }
        }
    }

    /// The detail without what the id says already: a step is often called like its node.
    pub(super) fn detail_beside_id(&self) -> String {
        let detail = self.detail();
        match detail.strip_prefix(self.id) {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => rest.trim_start().to_owned(),
            _ => detail,
        }
    }
}
