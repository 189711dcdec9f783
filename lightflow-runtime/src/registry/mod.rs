//! The assets that are linked into a program: for listing, help and search, never for execution.

mod inputs;
mod launch;
mod schema;
mod search;

use std::collections::BTreeMap;

pub(crate) use inputs::fill;
pub use inputs::{InputError, InputErrors, accepted, check_inputs, is_required};
pub use launch::{JsonHandle, JsonRun, Launch, launch};
pub use schema::inputs_schema;

use crate::spec::{CompositionSpec, ModelSpec, NodeSpec, Source, TypeSpec, WorkflowSpec};

/// One entry that an attribute registers at link time.
#[derive(Clone, Copy, Debug)]
pub enum Asset {
    /// `#[node]`.
    Node(&'static NodeSpec),
    /// `#[composition]`.
    Composition(&'static CompositionSpec),
    /// `#[workflow]`, and how to run it from JSON.
    Workflow(&'static WorkflowSpec, Launch),
    /// `#[derive(Port)]`.
    Type(&'static TypeAsset),
    /// `#[model]`.
    ModelFiles(&'static ModelSpec),
}

/// A port type of a crate's own.
#[derive(Debug)]
pub struct TypeAsset {
    /// Crate and name.
    pub id: &'static str,
    /// The doc comment.
    pub doc: &'static str,
    /// The type.
    pub ty: TypeSpec,
    /// Where it is.
    pub source: Source,
}

inventory::collect!(Asset);

impl Asset {
    /// Crate and name: `studio/fit`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Node(spec) => spec.id,
            Self::Composition(spec) => spec.id,
            Self::Workflow(spec, _) => spec.graph.id,
            Self::Type(spec) => spec.id,
            Self::ModelFiles(spec) => spec.id,
        }
    }

    /// Where it is written.
    pub fn source(&self) -> Source {
        match self {
            Self::Node(spec) => spec.source,
            Self::Composition(spec) => spec.source,
            Self::Workflow(spec, _) => spec.graph.source,
            Self::Type(spec) => spec.source,
            Self::ModelFiles(spec) => spec.source,
        }
    }
}

/// All assets of a program, by id.
#[derive(Clone, Debug)]
pub struct Registry {
    nodes: BTreeMap<&'static str, &'static NodeSpec>,
    compositions: BTreeMap<&'static str, &'static CompositionSpec>,
    workflows: BTreeMap<&'static str, (&'static WorkflowSpec, Launch)>,
    types: BTreeMap<&'static str, &'static TypeAsset>,
    models: BTreeMap<&'static str, &'static ModelSpec>,
}

/// Assets that share an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("assets share an id: {}; rename all but one of each", list(.0))]
pub struct DuplicateAssets(pub Vec<(&'static str, Source, Source)>);

fn list(duplicates: &[(&'static str, Source, Source)]) -> String {
    let texts: Vec<String> =
        duplicates.iter().map(|(id, first, second)| format!("`{id}` at {first} and at {second}")).collect();
    texts.join(", ")
}

/// An asset that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} `{name}`{}", near_text(.near))]
pub struct UnknownAsset {
    /// `workflow`, `node` or `asset`.
    pub kind: &'static str,
    /// What was asked for.
    pub name: String,
    /// Names like it, the nearest first.
    pub near: Vec<&'static str>,
}

fn near_text(near: &[&str]) -> String {
    match near.first() {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    }
}

impl Registry {
    /// The assets linked into this program.
    ///
    /// # Errors
    /// When two assets share an id.
    pub fn linked() -> Result<Self, DuplicateAssets> {
        Self::of(inventory::iter::<Asset>())
    }

    /// A registry of these assets, for programs that register by hand.
    ///
    /// # Errors
    /// When two assets share an id.
    pub fn of<'a>(assets: impl IntoIterator<Item = &'a Asset>) -> Result<Self, DuplicateAssets> {
        let mut registry = Self {
            nodes: BTreeMap::new(),
            compositions: BTreeMap::new(),
            workflows: BTreeMap::new(),
            types: BTreeMap::new(),
            models: BTreeMap::new(),
        };
        let mut seen: BTreeMap<(bool, &str), Source> = BTreeMap::new();
        let mut duplicates = Vec::new();
        for asset in assets {
            // A type may be called like a node: one is used where a type stands, the other where a step stands.
            let is_type = matches!(asset, Asset::Type(_) | Asset::ModelFiles(_));
            if let Some(first) = seen.insert((is_type, asset.id()), asset.source()) {
                let (first, second) = order(first, asset.source());
                duplicates.push((asset.id(), first, second));
                continue;
            }
            match *asset {
                Asset::Node(spec) => drop(registry.nodes.insert(spec.id, spec)),
                Asset::Composition(spec) => drop(registry.compositions.insert(spec.id, spec)),
                Asset::Workflow(spec, launch) => {
                    registry.workflows.insert(spec.graph.id, (spec, launch));
                }
                Asset::Type(spec) => drop(registry.types.insert(spec.id, spec)),
                Asset::ModelFiles(spec) => drop(registry.models.insert(spec.id, spec)),
            }
        }
        duplicates.sort_unstable_by_key(|(id, ..)| *id);
        if duplicates.is_empty() { Ok(registry) } else { Err(DuplicateAssets(duplicates)) }
    }

    /// All nodes, by id.
    pub fn nodes(&self) -> impl Iterator<Item = &'static NodeSpec> {
        self.nodes.values().copied()
    }

    /// All compositions, by id.
    pub fn compositions(&self) -> impl Iterator<Item = &'static CompositionSpec> {
        self.compositions.values().copied()
    }

    /// All workflows, by id.
    pub fn workflows(&self) -> impl Iterator<Item = &'static WorkflowSpec> {
        self.workflows.values().map(|(spec, _)| *spec)
    }

    /// All port types that crates define, by id.
    pub fn types(&self) -> impl Iterator<Item = &'static TypeAsset> {
        self.types.values().copied()
    }

    /// All models, by id.
    pub fn models(&self) -> impl Iterator<Item = &'static ModelSpec> {
        self.models.values().copied()
    }

    /// The workflow with this id, or with this name when only one crate has it.
    ///
    /// # Errors
    /// When there is none, with names like it.
    pub fn workflow(&self, name: &str) -> Result<(&'static WorkflowSpec, Launch), UnknownAsset> {
        find(&self.workflows, "workflow", name).copied()
    }

    /// The node with this id, or with this name when only one crate has it.
    ///
    /// # Errors
    /// When there is none, with names like it.
    pub fn node(&self, name: &str) -> Result<&'static NodeSpec, UnknownAsset> {
        find(&self.nodes, "node", name).copied()
    }

    /// The composition with this id, or with this name when only one crate has it.
    ///
    /// # Errors
    /// When there is none, with names like it.
    pub fn composition(&self, name: &str) -> Result<&'static CompositionSpec, UnknownAsset> {
        find(&self.compositions, "composition", name).copied()
    }
}

fn order(first: Source, second: Source) -> (Source, Source) {
    if (first.file, first.line) <= (second.file, second.line) { (first, second) } else { (second, first) }
}

fn find<'a, T>(
    assets: &'a BTreeMap<&'static str, T>,
    kind: &'static str,
    name: &str,
) -> Result<&'a T, UnknownAsset> {
    if let Some(asset) = assets.get(name) {
        return Ok(asset);
    }
    let mut by_name = assets.iter().filter(|(id, _)| short(id) == name);
    match (by_name.next(), by_name.next()) {
        (Some((_, asset)), None) => Ok(asset),
        (Some((first, _)), Some((second, _))) => {
            Err(UnknownAsset { kind, name: name.into(), near: vec![first, second] })
        }
        _ => {
            let names = assets.keys().map(|id| short(id));
            Err(UnknownAsset { kind, name: name.into(), near: nearest(name, names) })
        }
    }
}

/// The name without its crate.
pub fn short(id: &'static str) -> &'static str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Names that somebody who wrote `name` may have meant, the nearest first.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let most = (name.len() / 3).clamp(1, 4);
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), other))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().map(|(_, name)| name).collect()
}
