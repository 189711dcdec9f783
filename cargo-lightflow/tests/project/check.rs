//! Broken projects: what is found, and what is repaired.

use expect_test::expect;
use serde_json::Value;

use crate::support::Project;

const NODE: &str = r#"use lightflow::prelude::*;

/// Counts letters.
#[node(cahce)]
pub fn count(text: &str, #[port(default = "3")] least: u32) -> u32 {
    (text.len() as u32).max(least)
}
"#;

const WORKFLOW: &str = r#"use lightflow::prelude::*;

use crate::nodes::{count::count, greet::greet};

/// Greets everybody on a list.
#[workflow]
pub fn hello(names: Vec<String>, title: String) -> Vec<String> {
    let letters = count(&title, 3);
    let greetings = for name in names {
        let long = greet { name: &name, greting: "Hi", .. };
        let twice = greet(&long, letters);
        gret(&twice, "Hello").await
    };
    let half = letters.pow(2);
    greetings
}
"#;

fn broken() -> Project {
    let project = Project::new();
    project.write("lightflow/nodes/count.rs", NODE);
    project.write("lightflow/nodes/mod.rs", "pub mod count;\npub mod greet;\n");
    project.write("lightflow/workflows/hello.rs", WORKFLOW);
    project
}

fn errors(envelope: &Value) -> &Vec<Value> {
    envelope["error"]["details"]["errors"].as_array().unwrap()
}

#[test]
fn every_mistake_is_named_in_the_order_of_files_with_its_step_and_edge() {
    let called = broken().call(&["check"]);
    assert_eq!((called.exit, &called.envelope["error"]["code"]), (1, &"check_failed".into()));
    expect![[r#"
        error[LF0112]: a node has no option `cahce`
         --> lightflow/nodes/count.rs:4:8, node `count`
          |
        4 | #[node(cahce)]
          |        ^^^^^
          = fix: write `cache`

        error[LF0404]: expected `u32`, found `&str`
         --> lightflow/nodes/count.rs:5:43, node `count`
          |
        5 | pub fn count(text: &str, #[port(default = "3")] least: u32) -> u32 {
          |                                           ^^^
          = fix: write `3`

        error[LF0308]: `greet` has no port `greting`
          --> lightflow/workflows/hello.rs:10:41, step `greetings/long` of workflow `hello`
           |
        10 |         let long = greet { name: &name, greting: "Hi", .. };
           |                                         ^^^^^^^
           = fix: write `greeting`

        error[LF0313]: expected `&str`, found `u32`
          --> lightflow/workflows/hello.rs:11:34, step `greetings/twice` of workflow `hello`
           |
        11 |         let twice = greet(&long, letters);
           |                                  ^^^^^^^
           = edge: `letters`, made by `count`, gives `u32`, port `greeting` of `greet` takes `&str`
           = help: wire a value of the port's type, or put a node between that turns one into the other

        error[LF0301]: there is no node `gret`
          --> lightflow/workflows/hello.rs:12:9, step `greetings/gret` of workflow `hello`
           |
        12 |         gret(&twice, "Hello").await
           |         ^^^^
           = fix: write `greet`

        error[LF0201]: `.await` is not used in a workflow: every step is waited for
          --> lightflow/workflows/hello.rs:12:31, step `greetings/gret` of workflow `hello`
           |
        12 |         gret(&twice, "Hello").await
           |                               ^^^^^
           = fix: remove what is marked

        error[LF0217]: the type of `half` is not written
          --> lightflow/workflows/hello.rs:14:9, step `half` of workflow `hello`
           |
        14 |     let half = letters.pow(2);
           |         ^^^^
           = help: write it, as in `let name: u32 = ..`: only a step's output is known without

        error: 7 errors, 5 with a certain repair
        help: run `cargo lightflow fix` for the repairs that are certain
    "#]]
    .assert_eq(&called.stderr);

    let edge = &errors(&called.envelope).iter().find(|error| error["code"] == "LF0313").unwrap()["edge"];
    expect![[r#"{"consumer":{"name":"greeting","node":"greet","type":"&str"},"producer":{"name":"letters","node":"count","type":"u32"}}"#]].assert_eq(&serde_json::to_string(edge).unwrap());
    let fixes: Vec<&Value> = errors(&called.envelope).iter().map(|error| &error["fix"]).collect();
    expect![[r#"[[{"end":60,"file":"lightflow/nodes/count.rs","replacement":"cache","start":55}],[{"end":108,"file":"lightflow/nodes/count.rs","replacement":"3","start":105}],[{"end":309,"file":"lightflow/workflows/hello.rs","replacement":"greeting","start":302}],[],[{"end":378,"file":"lightflow/workflows/hello.rs","replacement":"greet","start":374}],[{"end":401,"file":"lightflow/workflows/hello.rs","replacement":"","start":395}],[]]"#]].assert_eq(&serde_json::to_string(&fixes).unwrap());
}

#[test]
fn what_is_certain_is_repaired_and_the_rest_is_left() {
    let project = broken();
    let before = project.files();
    let dry = project.call(&["fix", "--dry-run"]);
    assert_eq!(dry.envelope["error"]["details"]["repaired"].as_array().unwrap().len(), 5);
    assert_eq!(project.files(), before, "a dry run writes nothing");

    let fixed = project.call(&["fix"]);
    assert_eq!(fixed.exit, 1);
    let left: Vec<&str> = errors(&fixed.envelope).iter().filter_map(|error| error["code"].as_str()).collect();
    assert_eq!(left, ["LF0313", "LF0217"]);
    assert_eq!(
        project.read("lightflow/nodes/count.rs"),
        NODE.replace("cahce", "cache").replace("\"3\"", "3")
    );
    let repaired = WORKFLOW.replace("greting", "greeting").replace("gret(", "greet(").replace(".await", "");
    assert_eq!(project.read("lightflow/workflows/hello.rs"), repaired);

    project.write(
        "lightflow/workflows/hello.rs",
        &repaired.replace("&long, letters", "&long, \"Hi\"").replace("    let half = letters.pow(2);\n", ""),
    );
    assert_eq!(project.call(&["check"]).exit, 0);
}

#[test]
fn a_repair_that_shows_another_mistake_goes_on_to_the_next_round() {
    let project = Project::new();
    // The type of the node's output is only looked at once the name is right.
    let text = project.read("lightflow/workflows/hello.rs");
    let broken = text.replace("greet { name: &name, .. }", "let one = gret(name, \"Hi\");\n        one");
    project.write("lightflow/workflows/hello.rs", &broken);
    let fixed = project.call(&["fix"]);
    assert_eq!(fixed.exit, 0, "{}", fixed.stderr);
    assert_eq!(fixed.envelope["data"]["repaired"].as_array().unwrap().len(), 2);
    assert!(project.read("lightflow/workflows/hello.rs").contains("let one = greet(&name, \"Hi\");"));
    assert_eq!(project.call(&["check"]).exit, 0);
}

#[test]
fn code_that_is_no_rust_is_found_and_a_project_that_is_none_is_said() {
    let project = Project::new();
    let text = project.read("lightflow/workflows/hello.rs");
    project.write(
        "lightflow/workflows/hello.rs",
        &text.replace("for name in names {", "let one = 1 for name in names {"),
    );
    let called = project.call(&["check"]);
    let found = &errors(&called.envelope)[0];
    assert_eq!((&found["code"], &found["asset"]["name"]), (&"LF0224".into(), &"hello".into()));

    let folder = tempfile::tempdir().unwrap();
    let called = crate::support::call(folder.path(), &["check"]);
    assert_eq!((called.exit, &called.envelope["error"]["code"]), (1, &"cargo_failed".into()));
}

const ROUND: &str = r#"use lightflow::prelude::*;

use crate::nodes::greet::greet;

/// Greets, and then some.
#[composition]
pub fn politely(name: String, times: u32) -> String {
    let said = greet { name: &name, .. };
    if times > 0 { again(said, times) } else { said }
}

/// Greets once more.
#[composition]
pub fn again(name: String, times: u32) -> String {
    let less: u32 = times - 1;
    politely(name, less)
}

/// Greets.
#[workflow]
pub fn hello(name: String) -> String {
    politely(name, 3)
}
"#;

#[test]
fn compositions_inside_each_other_are_named() {
    let project = Project::new();
    project.write("lightflow/workflows/hello.rs", ROUND);
    let called = project.call(&["check"]);
    expect![[r#"
        error[LF0307]: `again` and `politely` run inside each other without end
         --> lightflow/workflows/hello.rs:9:20, step `if/again` of composition `politely`
          |
        9 |     if times > 0 { again(said, times) } else { said }
          |                    ^^^^^
          = help: take one of the calls out

        error: 1 error
        help: run `cargo lightflow explain LF0307` for more
    "#]]
    .assert_eq(&called.stderr);
}
