//! The loop of somebody who works on a node: edit, build, run again. Only what the edit reaches is computed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::Project;

const TEXTS: usize = 50;

const NODES: [(&str, &str); 5] = [
    (
        "list_texts",
        r#"
/// Lists the files of a folder.
#[node(needs(fs))]
pub fn list_texts(folder: PathBuf) -> Result<Vec<PathBuf>, std::io::Error> {
    let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}
"#,
    ),
    (
        "read_text",
        r#"
/// Reads a file.
#[node(needs(fs))]
pub fn read_text(file: PathBuf) -> Result<String, std::io::Error> {
    std::fs::read_to_string(file)
}
"#,
    ),
    (
        "trim",
        r#"
/// Cuts the space around a text off.
#[node]
pub fn trim(text: String) -> String {
    // Inside it stays.
    text.trim().to_owned()
}
"#,
    ),
    (
        "count_words",
        r#"
/// Counts words.
#[node]
pub fn count_words(text: String) -> String {
    format!("{} words", text.split_whitespace().count())
}
"#,
    ),
    (
        "write_table",
        r#"
/// Writes lines to a file.
#[node]
pub fn write_table(lines: Vec<String>, ctx: &Ctx) -> Result<PathBuf, std::io::Error> {
    let path = ctx.output_path("table.txt").map_err(std::io::Error::other)?;
    std::fs::write(&path, lines.join("\n"))?;
    ctx.artifact(&path);
    Ok(path)
}
"#,
    ),
];

const WORKFLOW: &str = r#"
use lightflow::prelude::*;

use crate::nodes::{
    count_words::count_words, list_texts::list_texts, read_text::read_text, trim::trim, write_table::write_table,
};

/// Counts the words of texts.
#[workflow]
pub fn table(folder: PathBuf) -> PathBuf {
    let files = list_texts(folder);
    let lines = for file in files {
        let text = read_text(file);
        let trimmed = trim(text);
        count_words(trimmed)
    };
    write_table(lines)
}
"#;

/// A project with a workflow over many files, and a store.
struct Table {
    project: Project,
}

impl Table {
    fn new() -> Self {
        let project = Project::new();
        let mut modules = String::new();
        for (name, code) in NODES {
            modules += &format!("pub mod {name};\n");
            project
                .write(&format!("lightflow/nodes/{name}.rs"), &format!("use lightflow::prelude::*;\n{code}"));
        }
        project
            .write("lightflow/nodes/mod.rs", &format!("{}{modules}", project.read("lightflow/nodes/mod.rs")));
        project.write("lightflow/workflows/table.rs", WORKFLOW);
        let workflows = project.read("lightflow/workflows/mod.rs");
        project.write("lightflow/workflows/mod.rs", &format!("{workflows}pub mod table;\n"));
        Self { project }
    }

    /// Builds, runs, and counts how often each node was run.
    fn ran(&self, texts: &Path) -> BTreeMap<String, usize> {
        let output = self.project.run(&["run", "table", "--events", "--folder", texts.to_str().unwrap()]);
        let mut ran = BTreeMap::new();
        for line in output.lines() {
            let event: Value = serde_json::from_str(line).unwrap();
            if let Some((_, node)) = event["calls"].as_str().and_then(|calls| calls.split_once('/')) {
                *ran.entry(node.to_owned()).or_default() += 1;
            }
        }
        ran
    }

    fn edit(&self, node: &str, from: &str, to: &str) {
        let file = format!("lightflow/nodes/{node}.rs");
        let text = self.project.read(&file);
        assert!(text.contains(from), "{node} has no `{from}`");
        self.project.write(&file, &text.replacen(from, to, 1));
    }
}

fn counts(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|(node, count)| ((*node).to_owned(), *count)).collect()
}

#[test]
fn an_edit_of_a_node_runs_what_it_reaches() {
    let table = Table::new();
    let texts = tempfile::tempdir().unwrap();
    for index in 0..TEXTS {
        fs::write(texts.path().join(format!("{index:02}.txt")), format!(" {}", "word ".repeat(index)))
            .unwrap();
    }

    let all = [
        ("read_text", TEXTS),
        ("trim", TEXTS),
        ("count_words", TEXTS),
        ("list_texts", 1),
        ("write_table", 1),
    ];
    assert_eq!(table.ran(texts.path()), counts(&all));
    assert_eq!(table.ran(texts.path()), counts(&[]), "nothing changed");

    table.edit("trim", "// Inside", "// In the middle");
    table.edit("trim", "/// Cuts", "/// Takes");
    assert_eq!(table.ran(texts.path()), counts(&[]), "comments and docs are no code");

    table.edit("trim", "text.trim()", "text.trim_start().trim_end()");
    assert_eq!(table.ran(texts.path()), counts(&[("trim", TEXTS)]), "it gives what it gave");

    table.edit("write_table", "join(\"\\n\")", "join(\"; \")");
    assert_eq!(table.ran(texts.path()), counts(&[("write_table", 1)]), "nothing before it is run again");

    fs::remove_file(texts.path().join("07.txt")).unwrap();
    let ran = table.ran(texts.path());
    assert_eq!(ran, counts(&[("list_texts", 1), ("write_table", 1)]), "one text is gone");
}
