//! Mistakes in the command line itself.

use expect_test::expect;

use crate::support::{To, call};

#[test]
fn every_mistake_has_one_message_and_one_help() {
    let lines = [
        "rnu packshot",
        "--jsn assets",
        "nodes serach image",
        "frobnicate",
        "run",
        "run pakshot --photo a",
        "run nothing-like-it",
        "assets node",
        "graph",
        "graph packshot --format png",
        "graph packshot --format",
        "graph packshto",
        "graph packshot extra",
        "graph packshot --format svg --format dot",
        "inspect fitt",
        "nodes",
        "nodes path Imgae Mask",
        "completions tcsh",
        "schema packshot --output /nowhere/x.json",
        "help nothing",
    ];
    let shown: Vec<String> =
        lines.iter().map(|line| format!("$ studio {line}\n{}", call(To::Terminal, line).shown())).collect();
    expect![[r#"
        $ studio rnu packshot
        exit 2
        --- stderr
        error: there is no command `rnu`
        help: write `run`

        $ studio --jsn assets
        exit 2
        --- stderr
        error: there is no flag `--jsn`
        help: write `--json`

        $ studio nodes serach image
        exit 2
        --- stderr
        error: there is no command `serach`
        help: write `search`

        $ studio frobnicate
        exit 2
        --- stderr
        error: there is no command `frobnicate`
        help: run `studio --help` to see the commands

        $ studio run
        exit 2
        --- stderr
        error: `run` needs the name of a workflow
        help: run `studio assets workflows` to see them

        $ studio run pakshot --photo a
        exit 2
        --- stderr
        error: there is no workflow `pakshot`
        help: write `packshot`

        $ studio run nothing-like-it
        exit 2
        --- stderr
        error: there is no workflow `nothing-like-it`
        help: run `studio assets workflows` to see what there is

        $ studio assets node
        exit 2
        --- stderr
        error: `KIND` does not take `node`
        help: write `nodes`, `compositions`, `workflows`, `models` or `types`

        $ studio graph
        exit 2
        --- stderr
        error: `NAME` is missing
        help: run `studio graph --help` to see how it is written

        $ studio graph packshot --format png
        exit 2
        --- stderr
        error: `--format` does not take `png`
        help: write `json`, `mermaid`, `dot` or `svg`

        $ studio graph packshot --format
        exit 2
        --- stderr
        error: `--format` has no value
        help: run `studio graph --help` to see how it is written

        $ studio graph packshto
        exit 2
        --- stderr
        error: there is no workflow or composition `packshto`
        help: write `packshot`

        $ studio graph packshot extra
        exit 2
        --- stderr
        error: `extra` is one argument too many
        help: run `studio graph --help` to see how it is written

        $ studio graph packshot --format svg --format dot
        exit 2
        --- stderr
        error: `--format` is given twice
        help: keep one of them

        $ studio inspect fitt
        exit 2
        --- stderr
        error: there is no asset `fitt`
        help: write `fit`

        $ studio nodes
        exit 2
        --- stderr
        error: a command is missing
        help: run `studio nodes --help` to see how it is written

        $ studio nodes path Imgae Mask
        exit 2
        --- stderr
        error: there is no port type `Imgae`
        help: write `Image`

        $ studio completions tcsh
        exit 2
        --- stderr
        error: `SHELL` does not take `tcsh`
        help: write `bash`, `elvish`, `fish`, `powershell` or `zsh`

        $ studio schema packshot --output /nowhere/x.json
        exit 1
        --- stderr
        error: cannot write `/nowhere/x.json`: No such file or directory (os error 2)
        help: choose a file in a folder that exists and that you may write to

        $ studio help nothing
        exit 2
        --- stderr
        error: there is no command `nothing`
        help: run `studio --help` to see the commands
    "#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn an_envelope_names_the_command_and_the_code() {
    expect![[r#"
        exit 2
        --- stdout
        {"ok":false,"command":"graph","data":null,"error":{"code":"unknown_asset","message":"there is no workflow or composition `packshto`","hint":"write `packshot`","details":{"name":"packshto","near":["packshot"]}}}
    "#]].assert_eq(&call(To::Terminal, "graph packshto --json").shown());
    expect![[r#"
        exit 2
        --- stdout
        {"ok":false,"command":null,"data":null,"error":{"code":"unknown_command","message":"there is no command `rnu`","hint":"write `run`","details":{"name":"rnu","near":["run"]}}}
        --- stderr
        error: there is no command `rnu`
        help: write `run`
    "#]].assert_eq(&call(To::Pipe, "rnu packshot").shown());
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let colored = crate::support::call_with(To::Terminal, "assets", |io| io.color = true);
    assert!(colored.stdout.contains("\u{1b}["));
    for to in [To::Terminal, To::Pipe] {
        assert!(!call(to, "--help").stdout.contains('\u{1b}'));
    }
    let piped = crate::support::call_with(To::Pipe, "--help", |io| io.color = true);
    assert!(!piped.stdout.contains('\u{1b}'));
}

#[test]
fn a_code_is_explained_to_people_and_to_programs() {
    let told = call(To::Terminal, "explain lf0201");
    assert_eq!(told.exit.code(), 0);
    assert!(told.stdout.starts_with("# LF0201: `.await` in a workflow\n"), "{}", told.stdout);
    let envelope: serde_json::Value = serde_json::from_str(&call(To::Pipe, "explain LF0201").stdout).unwrap();
    assert_eq!(envelope["data"]["code"], "LF0201");
    assert_eq!(envelope["data"]["fix"], "remove `.await`");
    assert!(envelope["data"]["before"].as_str().unwrap().contains("load(path).await"));
    assert!(!envelope["data"]["after"].as_str().unwrap().contains("await"));
}

#[test]
fn an_unknown_code_says_which_there_are() {
    let lines = ["explain LF0499", "explain E0308", "explain await"];
    let shown: Vec<String> =
        lines.iter().map(|line| format!("$ studio {line}\n{}", call(To::Terminal, line).shown())).collect();
    expect![[r#"
        $ studio explain LF0499
        exit 2
        --- stderr
        error: there is no error `LF0499`
        help: the codes of this group are LF0401 to LF0421

        $ studio explain E0308
        exit 2
        --- stderr
        error: there is no error `E0308`
        help: run `rustc --explain E0308`: it is a code of rustc

        $ studio explain await
        exit 2
        --- stderr
        error: there is no error `await`
        help: write a code as it stands below a message, such as `studio explain LF0201`
    "#]]
    .assert_eq(&shown.join("\n"));
}
