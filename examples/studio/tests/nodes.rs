//! The list of the pack's nodes, as `docs/nodes.md` has it, and that each can be found: `cargo test -p studio --features pack`.

#![cfg(feature = "pack")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use expect_test::expect_file;
use serde_json::Value;

const HEAD: &str = "\
# Nodes of `lightflow-std`

Each family is a module and a feature of its own: `lightflow-std = { version = \"0.1\", features = [\"image\"] }`, and
`use lightflow_std::image::fit::fit;`. `save_avif` (`avif`), `docker_run` (`docker`), `read_parquet` and `write_parquet` (`parquet`) have features of their own.
`studio inspect NODE` shows a node with its ports in full, `studio nodes search WORDS` finds it, `studio nodes path Image Mask` finds a way from one type to
another. A port with `=` has a default.
";

const FAMILIES: [(&str, &str); 10] = [
    ("image", "Pictures: load, change, measure, save."),
    ("audio", "Sound: decode, resample, mix, measure, draw, save."),
    ("video", "Films, by the program `ffmpeg`."),
    ("process", "Programs, sandboxes, containers, scripts."),
    ("http", "Requests and downloads."),
    ("data", "JSON, templates, tables, text."),
    ("embedding", "Sentences as vectors, on the CPU."),
    ("onnx", "Models in ONNX, on the CPU."),
    ("llm", "Chat with language models."),
    ("media_api", "Pictures, films and speech that a service makes."),
];

/// What the program answers as JSON.
fn studio(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_studio")).args(arguments).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["data"].clone()
}

/// The nodes of the pack, by family.
fn families() -> BTreeMap<String, Vec<Value>> {
    let mut families: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for node in studio(&["assets"])["nodes"].as_array().unwrap() {
        let source = node["source"].as_str().unwrap();
        if let Some((_, place)) = source.split_once("lightflow-std/src/") {
            let family = place.split('/').next().unwrap();
            let seen = studio(&["inspect", node["id"].as_str().unwrap()]);
            families.entry(family.to_owned()).or_default().push(seen["assets"][0].clone());
        }
    }
    families
}

fn port(input: &Value) -> String {
    let mark = if input["required"] == true { "" } else { "=" };
    format!("`{}`{mark}: {}", input["name"].as_str().unwrap(), input["type_name"].as_str().unwrap())
}

/// `UPDATE_EXPECT=1 cargo test -p studio --test nodes` writes it anew.
#[test]
fn every_node_of_the_pack_is_listed_with_its_ports() {
    let mut text = HEAD.to_owned();
    let mut families = families();
    for (family, about) in FAMILIES {
        let nodes = families.remove(family).unwrap_or_default();
        assert!(!nodes.is_empty(), "the family `{family}` has no node");
        write!(
            text,
            "\n## {family}\n\n{about}\n\n| node | takes | gives | what it does |\n|---|---|---|---|\n"
        )
        .unwrap();
        for node in nodes {
            let name = node["name"].as_str().unwrap();
            let doc = node["doc"].as_str().unwrap();
            let sentence = doc.split("\n\n").next().unwrap().replace('\n', " ");
            assert!(!sentence.is_empty(), "`{name}` has no doc");
            let ports: Vec<String> = node["inputs"].as_array().unwrap().iter().map(port).collect();
            let gives = node["outputs"].as_array().unwrap().iter();
            let gives: Vec<String> =
                gives.map(|output| output["type"].as_str().unwrap().to_owned()).collect();
            let cell = |text: &str| text.replace('|', "\\|");
            writeln!(
                text,
                "| `{name}` | {} | {} | {} |",
                cell(&ports.join(", ")),
                cell(&gives.join(", ")),
                cell(&sentence)
            )
            .unwrap();
        }
    }
    assert!(families.is_empty(), "families without a place in the list: {:?}", families.keys());
    expect_file!["../../../docs/nodes.md"].assert_eq(&text);
}

#[test]
fn every_node_of_the_pack_is_found_by_its_name() {
    for node in families().into_values().flatten() {
        let (id, name) = (node["id"].as_str().unwrap(), node["name"].as_str().unwrap());
        let found = studio(&["nodes", "search", name]);
        let found = found["nodes"].as_array().unwrap();
        assert!(found.iter().any(|found| found["id"] == id), "`nodes search {name}` does not find {id}");
    }
}

#[test]
fn every_node_of_the_pack_has_an_example() {
    for node in families().into_values().flatten() {
        let (id, doc) = (&node["id"], node["doc"].as_str().unwrap());
        assert!(doc.contains("\n```") && doc.contains("lightflow_std::"), "the doc of {id} has no example");
    }
}
