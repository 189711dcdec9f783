//! Inputs: how they are written, and how mistakes are told.

use expect_test::expect;
use lightflow::cli::Exit;

use crate::support::{To, call, call_with};

#[test]
fn three_mistakes_give_one_report_of_three_lines() {
    let called = call(To::Terminal, "run packshot --sidde 12 --backdrop whte --side 99999 --photo a.png");
    expect![[r#"
        exit 2
        --- stderr
        error: 3 inputs of `packshot` are wrong
          --sidde     there is no such flag; did you mean `--side`?
          --backdrop  `whte` is none of `white`, `gradient`; did you mean `white`?
          --side      99999 is out of range 16..=4096
        help: run `studio run packshot --help` to see every input
    "#]]
    .assert_eq(&called.shown());
}

#[test]
fn programs_get_every_mistake_with_its_flag() {
    let called = call(To::Pipe, "run packshot --json --side x --side 3 --backdrop green");
    expect![[r#"
        exit 2
        --- stdout
        {"ok":false,"command":"run","data":null,"error":{"code":"invalid_inputs","message":"3 inputs of `packshot` are wrong","hint":"run `studio run packshot --help` to see every input","details":{"inputs":[{"flag":"--side","hint":"keep one of them","port":"side","problem":"it is given twice: `x`, `3`"},{"flag":"--photo","hint":"it takes path","port":"photo","problem":"it is missing and has no default"},{"flag":"--backdrop","hint":null,"port":"backdrop","problem":"expected one of \"white\", \"gradient\", found \"green\""}],"workflow":"cli/packshot"}}}
    "#]].assert_eq(&called.shown());
}

#[test]
fn a_flag_given_twice_is_refused_and_a_list_is_not() {
    expect![[r#"
        exit 2
        --- stderr
        error: 2 inputs of `packshot` are wrong
          --photo  it is given twice: `a`, `b`; keep one of them
          --side   7 is out of range 16..=4096
        help: run `studio preview packshot --help` to see every input
    "#]]
    .assert_eq(&call(To::Terminal, "preview packshot --photo a --photo b --side=7").shown());
    expect![[r#"
        exit 0
        --- stdout
        cli/sizes would run; nothing has

        inputs
          sizes   [1,2]
          bright  false  default

        steps
          write_sizes  cli/write_sizes  runs

        1 step would run, then what depends on it
    "#]]
    .assert_eq(&call(To::Terminal, "preview sizes --sizes 1 --sizes 2").shown());
}

#[test]
fn a_port_given_by_flag_and_as_json_is_refused() {
    let line = r#"preview packshot --side 20 --inputs '{"side": 30, "photo": "a", "tittle": 1}'"#;
    expect![[r#"
        exit 2
        --- stderr
        error: 2 inputs of `packshot` are wrong
          --side  it is given twice: by `--side` and in `--inputs`; keep one of them
          tittle  there is no such input; the inputs are `photo`, `side`, `backdrop`, `shot_title`
        help: run `studio preview packshot --help` to see every input
    "#]]
    .assert_eq(&call(To::Terminal, line).shown());
}

#[test]
fn inputs_come_from_text_stdin_and_a_file() {
    let json = r#"{"photo": "a.png", "shot_title": "Mug"}"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inputs.json");
    std::fs::write(&path, json).unwrap();
    let text = call(To::Pipe, &format!("preview packshot --inputs '{json}'"));
    let file = call(To::Pipe, &format!("preview packshot --inputs @{}", path.display()));
    let stdin = call_with(To::Pipe, "preview packshot --inputs -", |io| {
        io.stdin = Box::new(json.as_bytes());
    });
    assert_eq!(text.exit, Exit::Done, "{}", text.stderr);
    assert_eq!([&file.stdout, &stdin.stdout], [&text.stdout, &text.stdout]);
}

#[test]
fn unreadable_inputs_do_not_make_every_port_missing() {
    let lines = ["'{\"side\"'", "[1]", "@/nowhere.json"];
    let shown = lines.map(|inputs| call(To::Terminal, &format!("run packshot --inputs {inputs}")).shown());
    expect![[r#"
        exit 2
        --- stderr
        error: one input of `packshot` is wrong
          --inputs  it does not read as JSON: EOF while parsing an object at line 1 column 7; write a JSON object, `@` and the path of a file, or `-` for stdin
        help: run `studio run packshot --help` to see every input

        exit 2
        --- stderr
        error: one input of `packshot` is wrong
          --inputs  it is JSON, but no object; write `{"name": value}` with the inputs' names
        help: run `studio run packshot --help` to see every input

        exit 2
        --- stderr
        error: one input of `packshot` is wrong
          --inputs  cannot read `/nowhere.json`: No such file or directory (os error 2); name a file that exists after the `@`
        help: run `studio run packshot --help` to see every input
    "#]].assert_eq(&shown.join("\n"));
}

#[test]
fn flags_may_be_written_with_dashes_or_underscores_and_with_an_equals_sign() {
    let shown = |line: &str| call(To::Pipe, line).stdout;
    let dashed = shown("preview packshot --photo=a.png --shot-title '--draft'");
    assert_eq!(call(To::Pipe, "preview packshot --photo=a.png --shot-title '--draft'").exit, Exit::Usage);
    assert_ne!(dashed, "");
    assert_eq!(
        shown("preview packshot --photo=a.png --shot-title=--draft"),
        shown("preview packshot --photo a.png --shot_title=--draft"),
    );
}

#[test]
fn a_bool_may_be_a_bare_flag() {
    let shown = |line: &str| call(To::Pipe, line).stdout;
    assert_eq!(
        shown("preview sizes --sizes 1,2 --bright"),
        shown("preview sizes --bright true --sizes [1,2]"),
    );
    expect![[r#"
        exit 2
        --- stderr
        error: 2 inputs of `sizes` are wrong
          --sizes   at [1]: expected a whole number from 0 to 4294967295, found "x"; it takes list of u32
          --bright  expected true or false, found "maybe"; it takes bool
        help: run `studio preview sizes --help` to see every input
    "#]]
    .assert_eq(&call(To::Terminal, "preview sizes --bright maybe --sizes 1,x").shown());
}

#[test]
fn a_preview_shows_inputs_and_steps() {
    expect![[r#"
        exit 0
        --- stdout
        cli/packshot would run; nothing has

        inputs
          photo       a.png
          side        64
          backdrop    white  default
          shot_title  null   default

        steps
          image    cli/load_image  runs
          scaled   cli/twice
            small  cli/fit         depends
            fit    cli/fit         depends
          place    cli/place       depends

        1 step would run, then what depends on it
    "#]]
    .assert_eq(&call(To::Terminal, "preview packshot --photo a.png --side 64").shown());
}
