//! `inspect NAME`: all that is known of an asset.

use clap::ArgMatches;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::describe::{budget_json, budget_text, node_json, options, port_json, port_rows, type_text};
use super::failure::Failure;
use super::io::Paint;
use super::lookup::Found;
use super::ordered::pretty;
use super::table::columns;
use super::{Context, Output};
use crate::registry::TypeAsset;
use crate::spec::{CompositionSpec, ModelSpec, NodeSpec, PortSpec, Source, WorkflowSpec};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let name = matches.get_one::<String>("name").cloned().unwrap_or_default();
    let found = context.assets(&name)?;
    let paint = context.io.out_paint();
    let mut data = Vec::new();
    let mut texts = Vec::new();
    for found in found {
        let (json, text) = match found {
            Found::Node(spec) => node(spec, paint),
            Found::Composition(spec) => graph("composition", spec, paint),
            Found::Workflow(spec) => workflow(spec, paint),
            Found::Model(spec) => model(spec, paint),
            Found::Type(spec) => ty(spec, paint),
        };
        data.push(json);
        texts.push(text);
    }
    Ok(Output::Data { data: json!({ "assets": data }), text: texts.join("\n") })
}

fn node(spec: &NodeSpec, paint: Paint) -> (Value, String) {
    let mut text = head("node", spec.id, spec.source, spec.doc, paint);
    text.push_str(&inputs(spec.ports, paint));
    let outputs: Vec<Vec<String>> = match spec.outputs {
        [] | [_] => vec![vec![(spec.output.name)().into_owned()]],
        several => several
            .iter()
            .map(|output| vec![paint.bold(output.name), (output.ty.name)().into_owned()])
            .collect(),
    };
    text.push_str(&section("output", &columns(&outputs), paint));
    let options = options(spec);
    if !options.is_empty() {
        text.push_str(&section("options", &format!("  {}\n", options.join(", ")), paint));
    }
    (node_json(spec), text)
}

fn graph(kind: &str, spec: &CompositionSpec, paint: Paint) -> (Value, String) {
    let mut text = head(kind, spec.id, spec.source, spec.doc, paint);
    text.push_str(&inputs(spec.inputs(), paint));
    let output = format!("  {}\n", (spec.output.name)());
    text.push_str(&section("output", &output, paint));
    let demands = spec.demands();
    if !demands.is_empty() {
        let rows =
            demands.iter().map(|demand| vec![paint.bold(&demand.need.to_string()), demand.path.clone()]);
        text.push_str(&section("needs", &columns(&rows.collect::<Vec<_>>()), paint));
    }
    let needs = demands.iter().map(|demand| json!({ "need": demand.need.to_string(), "path": demand.path }));
    let needs: Vec<Value> = needs.collect();
    let steps = spec.body.steps.len();
    let json = json!({
        "kind": kind,
        "id": spec.id,
        "name": spec.name,
        "doc": spec.doc,
        "source": spec.source.to_string(),
        "inputs": spec.inputs().iter().map(port_json).collect::<Vec<_>>(),
        "output": type_text(&spec.output),
        "steps": steps,
        "needs": needs,
        "fingerprint": format!("{:032x}", spec.fingerprint),
    });
    (json, text)
}

fn workflow(spec: &WorkflowSpec, paint: Paint) -> (Value, String) {
    let (mut json, mut text) = graph("workflow", &spec.graph, paint);
    let policy = &spec.policy;
    let mut lines = Vec::new();
    if !policy.denies.is_empty() {
        lines.push(format!("deny({})", policy.denies.join(", ")));
    }
    lines.extend(budget_text(&policy.budget).map(|budget| format!("budget({budget})")));
    if !lines.is_empty() {
        text.push_str(&section("policy", &format!("  {}\n", lines.join(", ")), paint));
    }
    json["policy"] = json!({ "denies": policy.denies, "budget": budget_json(&policy.budget) });
    (json, text)
}

fn model(spec: &ModelSpec, paint: Paint) -> (Value, String) {
    let mut text = head("model", spec.id, spec.source, spec.doc, paint);
    let about = [("family", spec.family), ("licence", spec.licence), ("source", spec.source_url)];
    let about = about.into_iter().filter(|(_, value)| !value.is_empty());
    let about: Vec<Vec<String>> = about.map(|(name, value)| vec![paint.bold(name), value.into()]).collect();
    text.push_str(&section("about", &columns(&about), paint));
    let files = spec.files.iter();
    let rows =
        files.map(|file| vec![paint.bold(file.path), format!("{} bytes", file.size), file.sha256.into()]);
    text.push_str(&section("files", &columns(&rows.collect::<Vec<_>>()), paint));
    (super::describe::model_json(spec), text)
}

fn ty(spec: &TypeAsset, paint: Paint) -> (Value, String) {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = (spec.ty.schema)(&mut generator).to_value();
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    let shown: String = pretty(&schema).lines().map(|line| format!("  {line}\n")).collect();
    let mut text = head("type", spec.id, spec.source, spec.doc, paint);
    text.push_str(&section("schema", &shown, paint));
    let json = json!({
        "kind": "type",
        "id": spec.id,
        "name": crate::registry::short(spec.id),
        "doc": spec.doc,
        "source": spec.source.to_string(),
        "schema": schema,
    });
    (json, text)
}

fn head(kind: &str, id: &str, source: Source, doc: &str, paint: Paint) -> String {
    let mut text = format!("{kind} {}  {}\n", paint.bold(id), paint.dim(&source.to_string()));
    for line in doc.trim().lines() {
        text.push_str(format!("  {}", line.trim()).trim_end());
        text.push('\n');
    }
    text
}

fn inputs(ports: &[PortSpec], paint: Paint) -> String {
    if ports.is_empty() {
        return String::new();
    }
    section("inputs", &columns(&port_rows(ports, paint)), paint)
}

fn section(title: &str, body: &str, paint: Paint) -> String {
    format!("\n{}\n{body}", paint.green(title))
}
