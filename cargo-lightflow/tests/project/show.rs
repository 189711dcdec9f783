//! `explain` and `expand`.

use crate::support::{Project, call};

#[test]
fn a_code_is_explained() {
    let here = std::env::temp_dir();
    let data = call(&here, &["explain", "lf0313"]).envelope["data"].clone();
    assert_eq!(data["code"], "LF0313");
    for part in ["title", "meaning", "before", "after", "fix"] {
        assert!(data[part].as_str().is_some_and(|text| !text.is_empty()), "{part}");
    }
    let unknown = call(&here, &["explain", "E0308"]);
    assert_eq!(
        (unknown.exit, &unknown.envelope["error"]["hint"]),
        (2, &"run `rustc --explain E0308`: it is a code of rustc".into())
    );
}

#[test]
fn an_asset_is_expanded_as_rust_that_can_be_read() {
    let project = Project::new();
    let expanded = project.call(&["expand", "greet"]).envelope;
    let only = &expanded["data"]["expansions"][0];
    assert_eq!((&only["kind"], &only["file"]), (&"node".into(), &"lightflow/nodes/greet.rs".into()));
    let code = only["code"].as_str().unwrap();
    assert!(code.contains("pub struct greet<'port> {\n"), "{code}");
    assert!(syn::parse_file(code).is_ok());

    assert!(project.call(&["expand", "hello"]).envelope["data"]["expansions"][0]["code"].is_string());
    let unknown = project.call(&["expand", "gret"]);
    assert_eq!((unknown.exit, &unknown.envelope["error"]["hint"]), (2, &"write `greet`".into()));
}

#[test]
fn a_wrong_command_line_is_one_line() {
    let called = call(&std::env::temp_dir(), &["chekc"]);
    assert_eq!((called.exit, &called.envelope["error"]["code"]), (2, &"wrong_usage".into()));
}
