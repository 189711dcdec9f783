//! The table of operations, its document, and docs/http.md, which has to say the same.

use std::collections::BTreeSet;

use lightflow::prelude::*;
use lightflow::registry::Registry;
use lightflow::service::Service;
use lightflow_server::openapi::{BROWSER, document, operations};
use serde_json::Value;

/// A spot.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: u32,
}

#[node]
fn mark(spot: Spot, label: Option<String>) -> String {
    format!("{}{}", spot.x, label.unwrap_or_default())
}

/// Marks a spot.
#[workflow]
fn marked(spot: Spot, label: Option<String>) -> String {
    mark(spot, label)
}

fn described() -> Value {
    document(&Service::new(Registry::linked().unwrap(), None).of_program("test", "1.2.3"))
}

/// What the first cells of the tables of docs/http.md say: `` `GET /api/runs/{id}/outputs`, `/request` ``.
fn documented() -> BTreeSet<(String, String)> {
    let text = include_str!("../../docs/http.md");
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line[2..].split(" | ").next().unwrap());
    // Cells that have `|` in them escape it.
    let mut found = BTreeSet::new();
    for cell in rows {
        let (mut method, mut before) = (String::new(), String::new());
        for code in cell.split('`').skip(1).step_by(2) {
            let path = match code.split_once(' ') {
                Some((verb, path)) if path.starts_with('/') => {
                    method = verb.to_lowercase();
                    path.to_owned()
                }
                _ if code.starts_with('/') => format!("{}{code}", before.rsplit_once('/').unwrap().0),
                _ => continue,
            };
            before = path.split(['?', ' ']).next().unwrap().to_owned();
            found.insert((method.clone(), before.clone()));
        }
    }
    found
}

#[test]
fn the_table_and_the_document_for_people_say_the_same() {
    let listed: BTreeSet<(String, String)> = operations()
        .iter()
        .map(|operation| (operation.method.to_owned(), operation.path.to_owned()))
        .collect();
    let documented = documented();
    let missing: Vec<_> = documented.difference(&listed).collect();
    assert!(missing.is_empty(), "only docs/http.md has {missing:?}");
    // What stands in its text, and not in its tables.
    let text = include_str!("../../docs/http.md");
    let unsaid: Vec<_> =
        listed.difference(&documented).filter(|(_, path)| !text.contains(path.as_str())).collect();
    assert!(unsaid.is_empty(), "docs/http.md does not have {unsaid:?}");
    assert!(documented.len() > 30, "{}", documented.len());
}

#[test]
fn every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    let document = described();
    let mut ids = BTreeSet::new();
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{operation}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with(['1', '2'])), "{operation}");
        }
    }
    let mut count = 0;
    follow(&document, &document, &mut count);
    assert!(count > 100, "{count}");
}

fn follow(value: &Value, document: &Value, count: &mut usize) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "$ref" {
                    let path = value.as_str().unwrap().strip_prefix('#').unwrap();
                    assert!(document.pointer(path).is_some(), "nothing is at {path}");
                    *count += 1;
                }
                follow(value, document, count);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| follow(item, document, count)),
        _ => {}
    }
}

#[test]
fn each_workflow_has_operations_whose_bodies_have_its_inputs() {
    let document = described();
    for (verb, ends) in [("run", "runs"), ("preview", "preview"), ("preflight", "preflight")] {
        let operation = &document["paths"][format!("/api/workflows/marked/{ends}")]["post"];
        assert_eq!(operation["operationId"], format!("{verb}_marked"));
        let own = &operation["requestBody"]["content"]["application/json"]["schema"]["allOf"][1];
        assert_eq!(own["properties"]["inputs"]["$ref"], "#/components/schemas/marked.inputs");
        assert_eq!(own["required"], serde_json::json!(["inputs"]));
        assert!(
            operation["parameters"].as_array().is_none_or(|all| all.iter().all(|one| one["in"] != "path"))
        );
    }
    let inputs = &document["components"]["schemas"]["marked.inputs"];
    assert_eq!(inputs["required"], serde_json::json!(["spot"]));
    assert_eq!(inputs.get("$defs"), None);
    assert_eq!((&document["info"]["title"], &document["info"]["version"]), (&"test".into(), &"1.2.3".into()));
}

#[test]
fn the_page_has_nothing_inline_and_nothing_from_elsewhere() {
    let files: Vec<&str> = BROWSER.iter().map(|file| std::str::from_utf8(file.bytes).unwrap()).collect();
    let page = files[0];
    let is_handler = |word: &str| word.starts_with("on") && word.contains('=');
    assert!(
        !page.contains("style=") && !page.contains("<style") && !page.split(' ').any(is_handler),
        "{page}"
    );
    for tag in page.split("<script").skip(1) {
        assert!(tag.starts_with(" src=\"/api/docs/") && tag.contains("></script>"), "{tag}");
    }
    for text in files {
        assert!(!text.contains("://") && !text.contains("innerHTML") && !text.contains("eval("));
    }
}
