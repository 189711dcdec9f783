//! `assets [KIND]`: lists what is linked into the program.

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::describe::{model_json, summary};
use super::failure::Failure;
use super::table::columns;
use super::{Context, Output};

/// A line of the list.
struct Entry {
    id: &'static str,
    doc: &'static str,
    source: crate::spec::Source,
    /// What only some kinds have.
    more: Value,
}

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let wanted = matches.get_one::<String>("kind").map(String::as_str);
    let paint = context.io.out_paint();
    let mut data = Map::new();
    let mut text = String::new();
    for kind in ["workflows", "compositions", "nodes", "models", "types"] {
        if wanted.is_some_and(|wanted| wanted != kind) {
            continue;
        }
        let entries = entries(context, kind);
        if !entries.is_empty() {
            let rows: Vec<Vec<String>> = entries
                .iter()
                .map(|entry| vec![paint.bold(context.name_of(entry.id)), summary(entry.doc)])
                .collect();
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&format!("{}\n{}", paint.green(kind), columns(&rows)));
        }
        data.insert(kind.into(), entries.iter().map(entry_json).collect());
    }
    if text.is_empty() {
        text = format!("there are no {}\n", wanted.unwrap_or("assets"));
    }
    Ok(Output::Data { data: data.into(), text })
}

fn entry_json(entry: &Entry) -> Value {
    let mut json = json!({
        "id": entry.id,
        "name": crate::registry::short(entry.id),
        "doc": entry.doc,
        "source": entry.source.to_string(),
    });
    if let (Value::Object(json), Value::Object(more)) = (&mut json, &entry.more) {
        json.extend(more.clone());
    }
    json
}

fn entries(context: &Context<'_>, kind: &str) -> Vec<Entry> {
    let entry = |id, doc, source| Entry { id, doc, source, more: Value::Null };
    let registry = context.registry;
    match kind {
        "workflows" => {
            registry.workflows().map(|spec| entry(spec.graph.id, spec.graph.doc, spec.graph.source)).collect()
        }
        "compositions" => registry.compositions().map(|spec| entry(spec.id, spec.doc, spec.source)).collect(),
        "nodes" => registry
            .nodes()
            .map(|spec| {
                let needs: Vec<String> = spec.needs.iter().map(ToString::to_string).collect();
                let more = if needs.is_empty() { Value::Null } else { json!({ "needs": needs }) };
                Entry { more, ..entry(spec.id, spec.doc, spec.source) }
            })
            .collect(),
        "models" => registry
            .models()
            .map(|spec| Entry { more: model_json(spec), ..entry(spec.id, spec.doc, spec.source) })
            .collect(),
        _ => registry.types().map(|spec| entry(spec.id, spec.doc, spec.source)).collect(),
    }
}
