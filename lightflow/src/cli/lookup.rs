//! Finds assets by the names that people write.

use super::Context;
use super::failure::{Code, Failure};
use crate::registry::{Launch, TypeAsset, UnknownAsset, nearest, short};
use crate::spec::{CompositionSpec, ModelSpec, NodeSpec, WorkflowSpec};

/// An asset of any kind.
pub(super) enum Found {
    Node(&'static NodeSpec),
    Composition(&'static CompositionSpec),
    Workflow(&'static WorkflowSpec),
    Type(&'static TypeAsset),
    Model(&'static ModelSpec),
}

impl Found {
    fn id(&self) -> &'static str {
        match self {
            Self::Node(spec) => spec.id,
            Self::Composition(spec) => spec.id,
            Self::Workflow(spec) => spec.graph.id,
            Self::Type(spec) => spec.id,
            Self::Model(spec) => spec.id,
        }
    }
}

impl Context<'_> {
    /// What people call the asset: its name, or its id when another crate has one of that name.
    pub fn name_of(&self, id: &'static str) -> &'static str {
        let name = short(id);
        let ids = self.registry.nodes().map(|spec| spec.id);
        let ids = ids.chain(self.registry.compositions().map(|spec| spec.id));
        let ids = ids.chain(self.registry.workflows().map(|spec| spec.graph.id));
        let ids = ids.chain(self.registry.models().map(|spec| spec.id));
        let mut ids = ids.chain(self.registry.types().map(|spec| spec.id));
        if ids.any(|other| other != id && short(other) == name) { id } else { name }
    }

    /// The workflow of this name or id; dashes may stand for underscores.
    pub fn workflow(&self, name: &str) -> Result<(&'static WorkflowSpec, Launch), Failure> {
        let found = self.registry.workflow(name);
        let found = found.or_else(|unknown| {
            let underscored = self.registry.workflow(&name.replace('-', "_"));
            underscored.map_err(|_| unknown)
        });
        found.map_err(|unknown| {
            let list = format!("{} assets workflows", self.program);
            Failure::unknown(Code::UnknownWorkflow, &unknown, &list)
        })
    }

    /// The graph of a workflow or composition.
    pub fn graph(&self, name: &str) -> Result<&'static CompositionSpec, Failure> {
        let wanted = name.replace('-', "_");
        let workflow = self.registry.workflow(&wanted);
        let composition = self.registry.composition(&wanted);
        match (workflow, composition) {
            (Ok((workflow, _)), _) => Ok(&workflow.graph),
            (_, Ok(composition)) => Ok(composition),
            (Err(workflow), Err(composition)) => {
                let unknown = UnknownAsset {
                    kind: "workflow or composition",
                    name: name.into(),
                    near: workflow.near.into_iter().chain(composition.near).collect(),
                };
                let list = format!("{} assets", self.program);
                Err(Failure::unknown(Code::UnknownAsset, &unknown, &list))
            }
        }
    }

    /// Every asset of this name; a type may be called like a node.
    pub fn assets(&self, name: &str) -> Result<Vec<Found>, Failure> {
        let registry = self.registry;
        let all: Vec<Found> = registry
            .workflows()
            .map(Found::Workflow)
            .chain(registry.compositions().map(Found::Composition))
            .chain(registry.nodes().map(Found::Node))
            .chain(registry.types().map(Found::Type))
            .chain(registry.models().map(Found::Model))
            .collect();
        let near = nearest(name, all.iter().map(|found| short(found.id())));
        let underscored = name.replace('-', "_");
        let is_wanted = |it: &str| it == name || it == underscored;
        let is_called = |found: &Found| match found {
            Found::Model(model) if is_wanted(model.name) => true,
            found => is_wanted(found.id()) || is_wanted(short(found.id())),
        };
        let found: Vec<Found> = all.into_iter().filter(is_called).collect();
        if found.is_empty() {
            let unknown = UnknownAsset { kind: "asset", name: name.into(), near };
            let list = format!("{} assets", self.program);
            return Err(Failure::unknown(Code::UnknownAsset, &unknown, &list));
        }
        Ok(found)
    }
}
