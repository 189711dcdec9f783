//! Help, and the version.

use expect_test::expect;

use crate::support::{To, call};

/// Commands that the feature `serve` brings, which another crate of the workspace may turn on.
const SERVED: [&str; 3] = ["  mcp ", "  openapi ", "  serve "];

#[test]
fn no_arguments_print_help_with_the_workflows_and_the_exit_codes() {
    let called = call(To::Terminal, "");
    let shown = called.shown();
    let own = |line: &&str| !SERVED.iter().any(|name| line.starts_with(name));
    let shown: String = shown.split_inclusive('\n').filter(own).collect();
    expect![[r#"
        exit 0
        --- stdout
        Turns product photos into packshots

        Usage: studio [OPTIONS] [COMMAND]

        Commands:
          run          Run a workflow
          preflight    Check all that a run needs, models' files byte by byte; run nothing
          preview      Say which steps would run and which are known; run and write nothing
          sweep        Run a workflow over several values of its inputs, and put the pictures on one sheet
          runs         Show runs, begin them later or again, go on with them, judge what they made
          recipe       Show how a file was made, by the recipe in it
          preset       Keep inputs under a name, in the folder presets
          store        Look after the folder in which runs are kept
          assets       List nodes, compositions, workflows, models and port types
          nodes        Find nodes by words, or by the types they lead between
          inspect      Show all that is known of an asset: doc, ports, output, options, source
          graph        Draw a workflow or composition; prints the drawing itself, also to a pipe
          schema       Print the JSON Schema of a workflow's inputs
          explain      Say what a compiler error means and how it is repaired
          completions  Print a completion script for a shell

        Options:
          -h, --help     Print help
              --json     Print one envelope of JSON on one line, as a pipe gets it
          -V, --version  Print the version

        Workflows:
          announce    Announces a file
          asking      Asks a service
          card        Writes a card
          idle        Waits
          packshot    Turns a photo into a packshot
          sizes       Writes sizes to a file
          tagged      Tags a photo
          trouble     Reads a photo that is there, and one that may not be
          vocabulary  The words of the tagger

        Exit codes:
          0    all went well
          1    a run failed, or something could not be read or written
          2    the command line, the inputs or what a run needs is wrong; nothing ran
          70   the program itself is at fault
          130  the run was cancelled
    "#]]
    .assert_eq(&shown);
    assert_eq!(call(To::Terminal, "-h").stdout, called.stdout);
    assert_eq!(call(To::Terminal, "--help").stdout, called.stdout);
    assert_eq!(call(To::Pipe, "help").stdout, called.stdout, "help is text for everybody");
}

#[test]
fn a_workflow_has_a_flag_for_every_port() {
    let called = call(To::Terminal, "run packshot --help");
    expect![[r#"
        exit 0
        --- stdout
        Turns a photo into a packshot

        Usage: studio run packshot [OPTIONS] --photo <path>

        Inputs:
              --photo <path>         The photo [required]
              --side <u32>           The longer side of the packshot [range: 16..=4096] [unit: px] [default:
                                     512]
              --backdrop <Backdrop>  What is behind the product [default: white] [possible values: white,
                                     gradient]
              --shot-title <text>    Shown below it

        Options:
              --inputs <JSON|@FILE|->  Inputs as a JSON object, from a file or from stdin; flags add to them
              --preset <NAME|PATH>     Inputs from presets/NAME.toml, or from the file of this path; flags
                                       and --inputs win
              --recipe <FILE>          Inputs from the recipe in a file that a run made; flags, --inputs and
                                       --preset win
              --out <DIR>              Folder for the files that the run makes [default: out]
              --models <DIR>           Folder of models to look in first [default: LIGHTFLOW_MODELS, then
                                       the user's data]
              --policy <NAME|PATH>     What the run may do: policies/NAME.toml, or the file of this path
              --store <DIR>            Folder of runs and what their steps gave, or `none` [default:
                                       LIGHTFLOW_STORE, then the user's state]
              --no-cache               Run every step, whatever earlier runs gave
              --fresh <STEP>           Run this step, and those inside it, in any case; may be repeated
              --no-recipe              Write no recipe into the files that the run makes
              --explain-cache          Say for each step that ran why no earlier run could stand for it
              --events                 Print each event as a line of JSON, then the envelope
          -h, --help                   Print help
              --json                   Print one envelope of JSON on one line, as a pipe gets it
    "#]]
    .assert_eq(&called.shown());
    assert_eq!(call(To::Terminal, "help run packshot").stdout, called.stdout);
    assert_eq!(call(To::Terminal, "run packshot --side 3 -h").stdout, called.stdout);
}

#[test]
fn help_of_run_lists_the_workflows() {
    expect![[r#"
        exit 0
        --- stdout
        Run a workflow

        Usage: studio run <WORKFLOW> --<INPUT> <VALUE> ..

        Workflows:
          announce    Announces a file
          asking      Asks a service
          card        Writes a card
          idle        Waits
          packshot    Turns a photo into a packshot
          sizes       Writes sizes to a file
          tagged      Tags a photo
          trouble     Reads a photo that is there, and one that may not be
          vocabulary  The words of the tagger

        Options:
          -h, --help  Print help
              --json  Print one envelope of JSON on one line, as a pipe gets it

        Every input is checked before the first step starts. Ctrl-C cancels the run, a second one exits at
        once.
    "#]]
    .assert_eq(&call(To::Terminal, "run --help").shown());
}

#[test]
fn lists_and_bools_say_how_they_are_written() {
    expect![[r#"
        exit 0
        --- stdout
        Writes sizes to a file

        Usage: studio preview sizes [OPTIONS] --sizes <list of u32>

        Inputs:
              --sizes <list of u32>    [separated by commas, or repeated] [required]
              --bright [<true|false>]  [default: false]

        Options:
              --inputs <JSON|@FILE|->  Inputs as a JSON object, from a file or from stdin; flags add to them
              --preset <NAME|PATH>     Inputs from presets/NAME.toml, or from the file of this path; flags
                                       and --inputs win
              --recipe <FILE>          Inputs from the recipe in a file that a run made; flags, --inputs and
                                       --preset win
              --out <DIR>              Folder for the files that the run makes [default: out]
              --models <DIR>           Folder of models to look in first [default: LIGHTFLOW_MODELS, then
                                       the user's data]
              --policy <NAME|PATH>     What the run may do: policies/NAME.toml, or the file of this path
              --store <DIR>            Folder of runs and what their steps gave, or `none` [default:
                                       LIGHTFLOW_STORE, then the user's state]
              --no-cache               Run every step, whatever earlier runs gave
              --fresh <STEP>           Run this step, and those inside it, in any case; may be repeated
          -h, --help                   Print help
              --json                   Print one envelope of JSON on one line, as a pipe gets it
    "#]]
    .assert_eq(&call(To::Terminal, "preview sizes --help").shown());
}

#[test]
fn a_version_names_the_program_and_lightflow() {
    expect![[r#"
        exit 0
        --- stdout
        studio 1.2.0 (lightflow 0.1.0)
    "#]]
    .assert_eq(&call(To::Pipe, "--version").shown());
}

#[test]
fn completions_know_workflows_flags_and_choices() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let called = call(To::Pipe, &format!("completions {shell}"));
        let mut words = vec!["packshot", "shot-title"];
        if ["bash", "zsh", "fish"].contains(&shell) {
            // The other two complete no values.
            words.extend(["gradient", "mermaid"]);
        }
        for word in words {
            assert!(called.stdout.contains(word), "{shell} completes {word}");
        }
    }
}
