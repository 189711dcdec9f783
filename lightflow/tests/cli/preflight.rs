//! What stands in the way of a run, all at once and before its first step.

use std::fs;
use std::path::Path;

use expect_test::expect;
use lightflow::cli::Exit;
use tempfile::TempDir;

use crate::support::{To, call};

/// A folder of its own, with the files of `tagger` in it.
fn models(tagger: &str, words: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("tagger")).unwrap();
    fs::write(folder.path().join("tagger/tagger.bin"), tagger).unwrap();
    fs::write(folder.path().join("tagger/words.txt"), words).unwrap();
    folder
}

/// Paths that differ from machine to machine become names.
fn steady(shown: &str, folder: &Path, name: &str) -> String {
    let shown = shown.replace(&*folder.to_string_lossy(), name);
    // How many folders the environment of the test names.
    let parts: Vec<&str> = shown.split(", and none in ").collect();
    let (first, rest) = parts.split_first().unwrap();
    let rest =
        rest.iter().map(|part| part.split_once(';').map_or(String::new(), |(_, rest)| format!(";{rest}")));
    std::iter::once((*first).to_owned()).chain(rest).collect()
}

#[test]
fn all_that_stands_in_the_way_is_one_report() {
    let models = models("te", "bar");
    let folder = models.path();
    let line = format!(
        "preflight tagged --count 12 --models {} --policy offline --out /dev/null/x",
        folder.display()
    );
    let shown = steady(&call(To::Terminal, &line).shown(), folder, "MODELS");
    expect![[r#"
        exit 2
        --- stderr
        error: `tagged` cannot run: 8 things stand in the way
          --photo           it is missing and has no default; it takes path
          --count           12 is out of range 1..=9
          net               `report → send` needs it, and the policy `offline` denies `net`; use a workflow that does without, or another policy
          model tagger      `MODELS/tagger/tagger.bin` has 2 bytes, and 4 are right; get the file from https://example.org/tagger (Apache-2.0), and put it there again
          model tagger      `MODELS/tagger/words.txt` has the SHA-256 fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9, and 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae is right; get the file from https://example.org/tagger (Apache-2.0), and put it there again
          no-such-tagger    `tag` starts it, and it is not on `PATH`; install `no-such-tagger`, or add its folder to `PATH`
          NO_SUCH_VARIABLE  `tag` reads it, and it is not set; set it: `export NO_SUCH_VARIABLE=..`
          /dev/null/x       `/dev/null` is a file; name a folder with `--out` in which this user may write
        help: run `studio preflight tagged --help` to see every input
    "#]].assert_eq(&shown);
}

#[test]
fn a_run_begins_with_the_same_checks_but_reads_no_model() {
    let models = models("tset", "bar");
    let folder = models.path();
    let line = |command: &str| format!("{command} vocabulary --models {}", folder.display());
    let run = call(To::Pipe, &line("run"));
    assert_eq!(run.exit, Exit::Done, "{}", run.stdout);
    assert!(run.stdout.contains(r#""result":"bar""#), "{}", run.stdout);
    let preflight = call(To::Pipe, &line("preflight"));
    expect![[r#"
        exit 2
        --- stdout
        {"ok":false,"command":"preflight","data":null,"error":{"code":"not_ready","message":"`vocabulary` cannot run: 2 things stand in the way","hint":"run `studio preflight vocabulary ..` to check again; nothing has run","details":{"findings":[{"code":"model_digest","help":"get the file from https://example.org/tagger (Apache-2.0), and put it there again","message":"`MODELS/tagger/tagger.bin` has the SHA-256 18ea285983df355f3024e412fb46ad6cbd98a7ffe6872e26612e35f38aa39c41, and 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is right","subject":"model tagger"},{"code":"model_digest","help":"get the file from https://example.org/tagger (Apache-2.0), and put it there again","message":"`MODELS/tagger/words.txt` has the SHA-256 fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9, and 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae is right","subject":"model tagger"}],"inputs":[],"workflow":"cli/vocabulary"}}}
        --- stderr
        error: `vocabulary` cannot run: 2 things stand in the way
          model tagger  `MODELS/tagger/tagger.bin` has the SHA-256 18ea285983df355f3024e412fb46ad6cbd98a7ffe6872e26612e35f38aa39c41, and 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is right; get the file from https://example.org/tagger (Apache-2.0), and put it there again
          model tagger  `MODELS/tagger/words.txt` has the SHA-256 fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9, and 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae is right; get the file from https://example.org/tagger (Apache-2.0), and put it there again
        help: run `studio preflight vocabulary ..` to check again; nothing has run
    "#]].assert_eq(&steady(&preflight.shown(), folder, "MODELS"));
}

#[test]
fn nothing_runs_when_something_stands_in_the_way() {
    let run = call(To::Pipe, "run tagged --photo panic.png --models /nowhere --json");
    assert_eq!(run.exit, Exit::Usage);
    assert!(
        run.stdout.contains(r#""code":"not_ready""#) && !run.stdout.contains("panicked"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_run_that_may_begin_says_so() {
    let models = models("test", "foo");
    let folder = models.path();
    let called = call(To::Terminal, &format!("preflight vocabulary --models {}", folder.display()));
    expect![[r#"
        exit 0
        --- stdout
        cli/vocabulary is ready to run

        needs
          model(TAGGER)  words
    "#]]
    .assert_eq(&called.shown());
}

#[test]
fn a_policy_is_a_file_that_must_read_as_one() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let policies = [
        ("strict", "deny = [\"process\", \"model\"]\nenv = []\n"),
        ("typo", "deny = [\"nett\"]\n"),
        ("wrong", "# what\ndenies = [\"net\"]\n"),
        ("calm", "max_parallel = 1\n\n[resources]\ngpu = 2\n"),
    ];
    let mut shown = String::new();
    for (name, text) in policies {
        let path = folder.join(format!("{name}.toml"));
        fs::write(&path, text).unwrap();
        let called = call(To::Terminal, &format!("preflight idle --seconds 1 --policy {}", path.display()));
        shown.push_str(&called.shown());
    }
    let strict = folder.join("strict.toml");
    let line = format!("preflight tagged --photo a.png --models /nowhere --policy {}", strict.display());
    shown.push_str(&call(To::Terminal, &line).shown());
    shown.push_str(&call(To::Terminal, "preflight idle --seconds 1 --policy ofline").shown());
    expect![[r#"
        exit 0
        --- stdout
        cli/idle is ready to run
        exit 2
        --- stderr
        error: `idle` cannot run: one thing stands in the way
          --policy  `POLICIES/typo.toml` denies `nett`, which is no need; write `net`
        help: run `studio preflight idle ..` to check again; nothing has run
        exit 2
        --- stderr
        error: `idle` cannot run: one thing stands in the way
          --policy  `POLICIES/wrong.toml:2` is no policy: unknown field `denies`, expected one of `deny`, `env`, `max_parallel`, `resources`; write `deny`, `env`, `max_parallel` and `[resources]`
        help: run `studio preflight idle ..` to check again; nothing has run
        exit 0
        --- stdout
        cli/idle is ready to run
        exit 2
        --- stderr
        error: `tagged` cannot run: 7 things stand in the way
          model(TAGGER)            `report → tag` needs it, and the policy `strict` denies `model`; use a workflow that does without, or another policy
          bin("no-such-tagger")    `report → tag` needs it, and the policy `strict` denies `process`; use a workflow that does without, or another policy
          env("NO_SUCH_VARIABLE")  `report → tag` reads it, and the policy `strict` does not allow it; add `NO_SUCH_VARIABLE` to the `env` of the policy, or use another one
          model tagger             there is no `/nowhere/tagger/tagger.bin`; get the file from https://example.org/tagger (Apache-2.0), and put it at `/nowhere/tagger/tagger.bin`
          model tagger             there is no `/nowhere/tagger/words.txt`; get the file from https://example.org/tagger (Apache-2.0), and put it at `/nowhere/tagger/words.txt`
          no-such-tagger           `tag` starts it, and it is not on `PATH`; install `no-such-tagger`, or add its folder to `PATH`
          NO_SUCH_VARIABLE         `tag` reads it, and it is not set; set it: `export NO_SUCH_VARIABLE=..`
        help: run `studio preflight tagged ..` to check again; nothing has run
        exit 2
        --- stderr
        error: `idle` cannot run: one thing stands in the way
          --policy  there is no policy `ofline`; write `offline`
        help: run `studio preflight idle ..` to check again; nothing has run
    "#]].assert_eq(&steady(&shown, folder, "POLICIES"));
}

#[test]
fn what_is_needed_and_allowed_is_shown() {
    let shown = ["inspect tagged", "inspect tag", "inspect TAGGER", "inspect vocabulary", "assets models"]
        .map(|line| call(To::Terminal, line).shown());
    expect![[r#"
        exit 0
        --- stdout
        workflow cli/tagged  lightflow/tests/cli/studio.rs:195
          Tags a photo.

        inputs
          photo  path          required
          count  u32 in 1..=9  default 4

        output
          text

        needs
          model(TAGGER)            report → tag
          bin("no-such-tagger")    report → tag
          env("NO_SUCH_VARIABLE")  report → tag
          net                      report → send

        policy
          budget(vram = "2GiB")

        exit 0
        --- stdout
        node cli/tag  lightflow/tests/cli/studio.rs:169
          Says what is on an image.

        inputs
          image  Image         required
          count  u32 in 1..=9  required

        output
          text

        options
          needs(model(TAGGER), bin("no-such-tagger"), env("NO_SUCH_VARIABLE")), budget(vram = "1.5GiB")

        exit 0
        --- stdout
        model tagger  lightflow/tests/cli/studio.rs:165
          Tags pictures.

        about
          family   Image
          licence  Apache-2.0
          source   https://example.org/tagger

        files
          tagger.bin  4 bytes  9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
          words.txt   3 bytes  2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae

        exit 0
        --- stdout
        workflow cli/vocabulary  lightflow/tests/cli/studio.rs:202
          The words of the tagger.

        output
          text

        needs
          model(TAGGER)  words

        policy
          deny(net)

        exit 0
        --- stdout
        models
          tagger  Tags pictures.
    "#]]
    .assert_eq(&shown.join("\n"));
    expect![[r#"
        exit 0
        --- stdout
        {"ok":true,"command":"assets","data":{"models":[{"doc":"Tags pictures.","family":"Image","files":[{"path":"tagger.bin","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size":4},{"path":"words.txt","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","size":3}],"id":"tagger","kind":"model","licence":"Apache-2.0","name":"TAGGER","source":"lightflow/tests/cli/studio.rs:165","source_url":"https://example.org/tagger"}]},"error":null}
    "#]].assert_eq(&call(To::Pipe, "assets models --json").shown());
}

#[test]
fn an_inherited_contract_is_in_help_and_schema() {
    let help = call(To::Terminal, "run tagged --help").stdout;
    assert!(help.contains("[range: 1..=9] [default: 4]"), "{help}");
    let schema = call(To::Pipe, "schema tagged").stdout;
    assert!(schema.contains(r#""maximum":9,"minimum":1"#), "{schema}");
}
