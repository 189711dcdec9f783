//! All that a graph needs, with the way to each node that needs it.

use super::inherit::DEEPEST;
use super::{Callee, CompositionSpec, Need, NodeSpec};
use crate::plan::{Action, Body};

/// One node's need, somewhere inside a graph.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What is needed.
    pub need: Need,
    /// Who needs it.
    pub node: &'static NodeSpec,
    /// The names of the compositions around the node, then its own: `publish → upload → http_put`.
    pub path: String,
}

impl CompositionSpec {
    /// Every need of every node inside, however deep; each node and need once.
    pub fn demands(&self) -> Vec<Demand> {
        let mut found = Vec::new();
        collect(self.body, "", &mut found, DEEPEST);
        found
    }
}

fn collect(body: &Body, path: &str, found: &mut Vec<Demand>, depth: usize) {
    if depth == 0 {
        return;
    }
    for step in body.steps {
        match step.does.action {
            Action::Call { callee, .. } => {
                let path = match path {
                    "" => callee.name().to_owned(),
                    path => format!("{path} → {}", callee.name()),
                };
                match callee {
                    Callee::Node(node, _) => {
                        for need in node.needs {
                            let known = |it: &Demand| {
                                it.node.id == node.id
                                    && it.need.kind() == need.kind()
                                    && it.need.name() == need.name()
                            };
                            if !found.iter().any(known) {
                                found.push(Demand { need: *need, node, path: path.clone() });
                            }
                        }
                    }
                    Callee::Composition(inner) => collect(inner.body, &path, found, depth - 1),
                }
            }
            Action::Map { body, .. } => collect(body, path, found, depth),
            Action::Branch { arms, .. } => arms.iter().for_each(|arm| collect(arm.body, path, found, depth)),
            Action::Glue { .. } => {}
        }
    }
}
