//! What is linked into the program.

use axum::Json as Answer;
use axum::extract::State;
use lightflow_runtime::registry::short;
use lightflow_runtime::spec::{NodeSpec, Source};
use lightflow_service::preset::{FOLDER, Preset};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::bad_request;
use super::extract::Query;
use crate::app::App;
use crate::problem::Problem;

const KINDS: [&str; 7] = ["workflows", "compositions", "nodes", "models", "types", "presets", "policies"];

#[derive(Deserialize)]
pub struct Search {
    kind: Option<String>,
    q: Option<String>,
}

pub async fn list(State(app): State<App>, Query(search): Query<Search>) -> Result<Answer<Value>, Problem> {
    let kinds: Vec<&str> = match search.kind.as_deref().filter(|kind| !kind.is_empty()) {
        None => KINDS.to_vec(),
        Some(kind) if KINDS.contains(&kind) => vec![kind],
        Some(_) => {
            return Err(bad_request("`kind` is none that there is")
                .hint(format!("write one of {}", KINDS.join(", "))));
        }
    };
    let kinds: Vec<String> = kinds.into_iter().map(str::to_owned).collect();
    let words = search.q.unwrap_or_default().to_lowercase();
    app.blocking(move |app| {
        let mut assets: Vec<Value> = kinds.iter().flat_map(|kind| of_kind(app, kind)).collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        assets.retain(|asset| {
            let text = asset.to_string().to_lowercase();
            words.iter().all(|word| text.contains(word))
        });
        Ok(Answer(json!({ "assets": assets })))
    })
    .await
}

fn of_kind(app: &App, kind: &str) -> Vec<Value> {
    let registry = app.service().registry();
    let entry = |kind: &str, id: &'static str, doc: &str, source: Source| json!({ "kind": kind, "id": id, "name": short(id), "doc": doc, "source": source.to_string() });
    match kind {
        "workflows" => registry
            .workflows()
            .map(|spec| entry("workflow", spec.graph.id, spec.graph.doc, spec.graph.source))
            .collect(),
        "compositions" => {
            registry.compositions().map(|spec| entry("composition", spec.id, spec.doc, spec.source)).collect()
        }
        "nodes" => registry
            .nodes()
            .map(|spec| {
                let mut asset = entry("node", spec.id, spec.doc, spec.source);
                asset["signature"] = signature(spec).into();
                asset["needs"] = spec.needs.iter().map(ToString::to_string).collect::<Vec<_>>().into();
                asset
            })
            .collect(),
        "models" => registry.models().map(|spec| entry("model", spec.id, spec.doc, spec.source)).collect(),
        "types" => registry.types().map(|spec| entry("type", spec.id, spec.doc, spec.source)).collect(),
        "presets" => {
            let folder = std::path::Path::new(FOLDER);
            let found = Preset::names(folder).into_iter().filter_map(|name| Preset::find(&name, folder).ok());
            found.map(|preset| json!({ "kind": "preset", "id": preset.name, "name": preset.name, "doc": "", "workflow": preset.workflow })).collect()
        }
        _ => policies(),
    }
}

/// `fit(image: &Image, side: u32) -> Image`.
fn signature(node: &NodeSpec) -> String {
    let ports: Vec<String> = node
        .ports
        .iter()
        .map(|port| format!("{}: {}{}", port.name, if port.by_ref { "&" } else { "" }, port.ty.text))
        .collect();
    format!("{}({}) -> {}", node.name, ports.join(", "), node.output.text)
}

fn policies() -> Vec<Value> {
    let entries = std::fs::read_dir("policies").into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| {
        let name = entry.file_name();
        name.to_str()?.strip_suffix(".toml").map(str::to_owned)
    });
    let mut names: Vec<String> = names.chain(["offline".to_owned()]).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| json!({ "kind": "policy", "id": name, "name": name, "doc": "" })).collect()
}
