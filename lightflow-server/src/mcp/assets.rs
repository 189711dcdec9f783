//! The assets of a program: finding them by words, and all that is known of one.

use lightflow_runtime::registry::{
    Registry, TypeAsset, accepted, inputs_schema, is_required, nearest, short,
};
use lightflow_runtime::spec::{
    CompositionSpec, ModelSpec, NodeSpec, PortSpec, Source, TypeSpec, WorkflowSpec,
};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Fault;

/// What an asset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AssetKind {
    /// It can be run.
    Workflow,
    /// A part of workflows that is made of nodes.
    Composition,
    /// A step.
    Node,
    /// A type of values that nodes take and give.
    Type,
    /// Files that nodes read weights from.
    Model,
}

/// An asset of any kind.
#[derive(Clone, Copy)]
pub(super) enum Asset {
    Workflow(&'static WorkflowSpec),
    Composition(&'static CompositionSpec),
    Node(&'static NodeSpec),
    Type(&'static TypeAsset),
    Model(&'static ModelSpec),
}

/// All assets, workflows first.
pub(super) fn all(registry: &Registry) -> Vec<Asset> {
    let workflows = registry.workflows().map(Asset::Workflow);
    workflows
        .chain(registry.compositions().map(Asset::Composition))
        .chain(registry.nodes().map(Asset::Node))
        .chain(registry.types().map(Asset::Type))
        .chain(registry.models().map(Asset::Model))
        .collect()
}

/// Every asset of this name or id; a type may be called like a node.
///
/// # Errors
/// When there is none.
pub(super) fn named(registry: &Registry, name: &str, kind: Option<AssetKind>) -> Result<Vec<Asset>, Fault> {
    let assets: Vec<Asset> =
        all(registry).into_iter().filter(|asset| kind.is_none_or(|kind| kind == asset.kind())).collect();
    let wanted = name.replace('-', "_");
    let is_wanted = |asset: &&Asset| {
        let model = matches!(asset, Asset::Model(model) if model.name == name);
        model || [asset.id(), asset.name()].iter().any(|it| *it == name || *it == wanted)
    };
    let found: Vec<Asset> = assets.iter().filter(is_wanted).copied().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let near = nearest(name, assets.iter().map(|asset| asset.name()));
    let hint = match near.first() {
        Some(near) => format!("write `{near}`"),
        None => "call `search_assets` with words of what you want".into(),
    };
    let shown: String = name.chars().take(80).collect();
    Err(Fault::new("not_found", format!("there is no asset `{shown}`"), hint))
}

impl Asset {
    pub fn kind(self) -> AssetKind {
        match self {
            Self::Workflow(_) => AssetKind::Workflow,
            Self::Composition(_) => AssetKind::Composition,
            Self::Node(_) => AssetKind::Node,
            Self::Type(_) => AssetKind::Type,
            Self::Model(_) => AssetKind::Model,
        }
    }

    pub fn id(self) -> &'static str {
        match self {
            Self::Workflow(spec) => spec.graph.id,
            Self::Composition(spec) => spec.id,
            Self::Node(spec) => spec.id,
            Self::Type(spec) => spec.id,
            Self::Model(spec) => spec.id,
        }
    }

    pub fn name(self) -> &'static str {
        short(self.id())
    }

    pub fn doc(self) -> &'static str {
        match self {
            Self::Workflow(spec) => spec.graph.doc,
            Self::Composition(spec) => spec.doc,
            Self::Node(spec) => spec.doc,
            Self::Type(spec) => spec.doc,
            Self::Model(spec) => spec.doc,
        }
    }

    fn source(self) -> Source {
        match self {
            Self::Workflow(spec) => spec.graph.source,
            Self::Composition(spec) => spec.source,
            Self::Node(spec) => spec.source,
            Self::Type(spec) => spec.source,
            Self::Model(spec) => spec.source,
        }
    }

    fn ports(self) -> &'static [PortSpec] {
        match self {
            Self::Workflow(spec) => spec.graph.inputs(),
            Self::Composition(spec) => spec.inputs(),
            Self::Node(spec) => spec.ports,
            Self::Type(_) | Self::Model(_) => &[],
        }
    }

    fn output(self) -> Option<&'static TypeSpec> {
        match self {
            Self::Workflow(spec) => Some(&spec.graph.output),
            Self::Composition(spec) => Some(&spec.output),
            Self::Node(spec) => Some(&spec.output),
            Self::Type(_) | Self::Model(_) => None,
        }
    }

    /// `fit(image: Image, side: u32) -> Image`; `None` for what is no function.
    pub fn signature(self) -> Option<String> {
        let output = self.output()?;
        let ports: Vec<String> =
            self.ports().iter().map(|port| format!("{}: {}", port.name, text_of(&port.ty))).collect();
        Some(format!("{}({}) -> {}", self.name(), ports.join(", "), text_of(output)))
    }

    /// How well it fits these words: `None` if one of them is nowhere in it, else how many are not in its name.
    pub fn distance(self, words: &[String]) -> Option<usize> {
        let name = self.name().to_lowercase();
        let mut text = format!("{} {}", self.id(), self.doc());
        for port in self.ports() {
            text.push_str(&format!(" {} {} {}", port.name, (port.ty.name)(), port.doc));
        }
        text.extend(self.output().map(|output| format!(" {}", (output.name)())));
        let text = text.to_lowercase();
        let all = words.iter().all(|word| text.contains(word.as_str()));
        all.then(|| words.iter().filter(|word| !name.contains(word.as_str())).count())
    }

    /// All that is known of it.
    pub fn described(self) -> Map<String, Value> {
        let mut known = json!({
            "kind": self.kind(),
            "id": self.id(),
            "name": self.name(),
            "doc": self.doc(),
            "source": self.source().to_string(),
        });
        if let Some(output) = self.output() {
            known["inputs"] = self.ports().iter().map(port).collect();
            known["output"] = text_of(output).into();
        }
        match self {
            Self::Workflow(spec) => {
                known["schema"] = inputs_schema(&spec.graph);
                known["needs"] = needs(&spec.graph);
                known["steps"] = spec.graph.body.steps.len().into();
            }
            Self::Composition(spec) => {
                known["needs"] = needs(spec);
                known["steps"] = spec.body.steps.len().into();
            }
            Self::Node(spec) => {
                let named = |output: &lightflow_runtime::spec::OutputSpec| json!({ "name": output.name, "type": text_of(&output.ty) });
                known["outputs"] = spec.outputs.iter().map(named).collect();
                known["needs"] = spec.needs.iter().map(ToString::to_string).collect();
                known["volatile"] = spec.volatile.into();
                known["retry"] = spec.retry.into();
                known["timeout_ms"] = spec.timeout.map(|timeout| timeout.as_millis() as u64).into();
            }
            Self::Type(spec) => known["schema"] = schema(&spec.ty),
            Self::Model(spec) => {
                let file = |file: &lightflow_runtime::spec::ModelFile| json!({ "path": file.path, "sha256": file.sha256, "size": file.size });
                known["model"] = spec.id.into();
                known["family"] = spec.family.into();
                known["licence"] = spec.licence.into();
                known["source_url"] = spec.source_url.into();
                known["files"] = spec.files.iter().map(file).collect();
            }
        }
        match known {
            Value::Object(known) => known,
            _ => Map::new(),
        }
    }

    /// The same for the model to read.
    pub fn text(self) -> String {
        let kind = serde_json::to_value(self.kind()).unwrap_or_default();
        let mut text = format!("{} `{}`, {}", kind.as_str().unwrap_or_default(), self.id(), self.source());
        if let Some(signature) = self.signature() {
            text.push_str(&format!("\n{signature}"));
        }
        if !self.doc().is_empty() {
            text.push_str(&format!("\n\n{}", self.doc().trim()));
        }
        if !self.ports().is_empty() {
            text.push_str("\n\nInputs:");
        }
        for port in self.ports() {
            let default = match port.default {
                Some(default) => format!(", default {}", default_text(default)),
                None if is_required(port) => ", required".into(),
                None => ", optional".into(),
            };
            text.push_str(&format!(
                "\n- `{}`: {}{default}. {}",
                port.name,
                accepted(port),
                summary(port.doc)
            ));
        }
        text
    }
}

/// The first paragraph of a doc comment, on one line.
pub(super) fn summary(doc: &str) -> String {
    let lines = doc.trim().lines().map(str::trim);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn default_text(default: lightflow_runtime::spec::DefaultSpec) -> String {
    (default.json)().map_or_else(|_| default.text.to_owned(), |value| value.to_string())
}

/// A type as the source says it, or its name where no source does.
fn text_of(ty: &TypeSpec) -> String {
    if ty.text.is_empty() { (ty.name)().into_owned() } else { ty.text.to_owned() }
}

fn port(port: &PortSpec) -> Value {
    json!({
        "name": port.name,
        "doc": port.doc,
        "type": text_of(&port.ty),
        "accepts": accepted(port),
        "required": is_required(port),
        "default": port.default.and_then(|default| (default.json)().ok()),
    })
}

fn needs(graph: &CompositionSpec) -> Value {
    let need = |demand: &lightflow_runtime::spec::Demand| json!({ "need": demand.need.to_string(), "step": demand.path });
    graph.demands().iter().map(need).collect()
}

fn schema(ty: &TypeSpec) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = (ty.schema)(&mut generator).to_value();
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    schema
}
