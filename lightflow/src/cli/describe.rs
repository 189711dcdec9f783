//! Assets in words and as JSON; what `inspect`, `assets` and `nodes` have in common.

use serde_json::{Value, json};

use super::io::Paint;
use crate::registry::{accepted, is_required};
use crate::spec::{Budget, ModelFile, ModelSpec, Money, NodeSpec, PortSpec, TypeSpec};

/// The first paragraph of a doc comment, on one line.
pub(super) fn summary(doc: &str) -> String {
    let lines = doc.trim().lines().map(str::trim);
    let first: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    first.join(" ")
}

/// A value as a person would write it in a flag.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A port's default as a person would write it in a flag.
pub(super) fn default_text(port: &PortSpec) -> Option<String> {
    let default = port.default?;
    Some(match (default.json)() {
        Ok(Value::String(text)) if text.is_empty() => "\"\"".into(),
        Ok(value) => plain(&value),
        Err(_) => default.text.to_owned(),
    })
}

/// `fit(image: Image, side: u32) -> Image`.
pub(super) fn signature(node: &NodeSpec) -> String {
    let ports: Vec<String> = node
        .ports
        .iter()
        .map(|port| {
            let and = if port.by_ref { "&" } else { "" };
            format!("{}: {and}{}", port.name, type_text(&port.ty))
        })
        .collect();
    let output = match type_text(&node.output).as_str() {
        "()" | "nothing" => String::new(),
        text => format!(" -> {text}"),
    };
    format!("{}({}){output}", node.name, ports.join(", "))
}

/// A type as the source says it, or its name where no source does.
pub(super) fn type_text(ty: &TypeSpec) -> String {
    match ty.text {
        "" => (ty.name)().into_owned(),
        text => text.to_owned(),
    }
}

/// A port as JSON.
pub(super) fn port_json(port: &PortSpec) -> Value {
    let choices: Vec<Value> = port.choices.iter().filter_map(|choice| (choice.json)().ok()).collect();
    json!({
        "name": port.name,
        "doc": port.doc,
        "type": type_text(&port.ty),
        "type_name": (port.ty.name)(),
        "required": is_required(port),
        "default": port.default.and_then(|default| (default.json)().ok()),
        "range": port.range.map(|range| range.text),
        "choices": choices,
        "unit": port.unit,
        "multiple_of": port.multiple_of.and_then(|of| i64::try_from(of).ok()),
        "len": port.len.map(|len| len.text),
        "matches": port.matches.iter().map(|pattern| pattern.text).collect::<Vec<_>>(),
    })
}

/// Ports in columns: name, what it takes, default, doc.
pub(super) fn port_rows(ports: &[PortSpec], paint: Paint) -> Vec<Vec<String>> {
    let row = |port: &PortSpec| {
        let default = match default_text(port) {
            Some(default) => format!("default {default}"),
            None if is_required(port) => "required".into(),
            None => "optional".into(),
        };
        vec![paint.bold(port.name), accepted(port), paint.dim(&default), summary(port.doc)]
    };
    ports.iter().map(row).collect()
}

/// A node as JSON, with all that it declares.
pub(super) fn node_json(node: &NodeSpec) -> Value {
    let outputs: Vec<Value> = node
        .outputs
        .iter()
        .map(|output| json!({ "name": output.name, "type": type_text(&output.ty) }))
        .collect();
    json!({
        "kind": "node",
        "id": node.id,
        "name": node.name,
        "doc": node.doc,
        "source": node.source.to_string(),
        "inputs": node.ports.iter().map(port_json).collect::<Vec<_>>(),
        "output": type_text(&node.output),
        "outputs": outputs,
        "async": node.mode == crate::spec::Mode::Async,
        "runs": runs(node),
        "retry": node.retry,
        "timeout_ms": node.timeout.map(|timeout| timeout.as_millis() as u64),
        "resource": node.resource,
        "volatile": node.volatile,
        "needs": node.needs.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "budget": budget_json(&node.budget),
        "fingerprint": format!("{:032x}", node.fingerprint),
    })
}

/// What may be used up, as JSON: bytes, and money with its currency.
pub(super) fn budget_json(budget: &Budget) -> Value {
    json!({ "vram_bytes": budget.vram, "cost": budget.cost.map(money) })
}

/// What may be used up, as a declaration writes it.
pub(super) fn budget_text(budget: &Budget) -> Option<String> {
    let vram = budget.vram.map(|bytes| format!("vram = \"{}\"", memory(bytes)));
    let cost = budget.cost.map(|cost| format!("cost = \"{}\"", money(cost)));
    let parts: Vec<String> = vram.into_iter().chain(cost).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn memory(bytes: u64) -> String {
    const GIB: f64 = (1u64 << 30) as f64;
    match bytes {
        bytes if bytes >= 1 << 30 => format!("{}GiB", (bytes as f64 / GIB * 100.0).round() / 100.0),
        bytes => format!("{}MiB", (bytes as f64 / GIB * 1024.0 * 100.0).round() / 100.0),
    }
}

fn money(money: Money) -> String {
    let digits = format!("{:09}", money.nanos % 1_000_000_000);
    let part = digits.trim_end_matches('0');
    format!("{}.{part:0<2} {}", money.nanos / 1_000_000_000, money.currency)
}

fn runs(node: &NodeSpec) -> &'static str {
    match node.cost {
        crate::spec::CostHint::Learned => "learned",
        crate::spec::CostHint::Inline => "inline",
        crate::spec::CostHint::Blocking => "blocking",
    }
}

/// What a node declares beside its ports, in words.
pub(super) fn options(node: &NodeSpec) -> Vec<String> {
    let mut options = Vec::new();
    if node.mode == crate::spec::Mode::Async {
        options.push("async".to_owned());
    }
    match node.cost {
        crate::spec::CostHint::Learned => {}
        crate::spec::CostHint::Inline => options.push("inline".into()),
        crate::spec::CostHint::Blocking => options.push("blocking".into()),
    }
    if node.retry > 0 {
        options.push(format!("retry = {}", node.retry));
    }
    options.extend(node.timeout.map(|timeout| format!("timeout = {timeout:?}")));
    options.extend(node.resource.map(|name| format!("resource = {name:?}")));
    if node.volatile {
        options.push("volatile".into());
    }
    if !node.needs.is_empty() {
        let needs: Vec<String> = node.needs.iter().map(ToString::to_string).collect();
        options.push(format!("needs({})", needs.join(", ")));
    }
    options.extend(budget_text(&node.budget).map(|budget| format!("budget({budget})")));
    options
}

/// A model as JSON, with all that it declares.
pub(super) fn model_json(model: &ModelSpec) -> Value {
    let file = |file: &ModelFile| json!({ "path": file.path, "sha256": file.sha256, "size": file.size });
    json!({
        "kind": "model",
        "id": model.id,
        "name": model.name,
        "doc": model.doc,
        "source": model.source.to_string(),
        "family": model.family,
        "licence": model.licence,
        "source_url": model.source_url,
        "files": model.files.iter().map(file).collect::<Vec<_>>(),
    })
}
