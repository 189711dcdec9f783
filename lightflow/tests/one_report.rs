//! All that stands in the way of a run is one report: a wrong input, shapes that do not fit, a program that is missing.

use expect_test::expect;
use lightflow::Workflow as _;
use lightflow::preflight::{Code, Preflight};
use lightflow::prelude::*;
use lightflow::shape::{Shaped, Sizes};

#[path = "cli/support.rs"]
mod support;

use support::{To, call};

/// Rows, columns and channels.
#[derive(Port, Clone, Debug)]
#[port(handle)]
struct Picture(Sizes);

impl Shaped for Picture {
    fn sizes(&self) -> Sizes {
        self.0.clone()
    }
}

#[node(shape(-> [height, width, 3]))]
fn paint(width: u32, height: u32) -> Picture {
    Picture(vec![height.into(), width.into(), 3])
}

#[node(needs(bin("no-such-compressor")), shape(picture: [h, w, c] where h % 8 == 0, w % 8 == 0))]
fn compress(picture: &Picture, #[port(range = 1..=9)] level: u32) -> u64 {
    picture.0.iter().sum::<u64>() * u64::from(level)
}

/// Paints a picture and makes it small.
#[workflow]
fn small(#[port(range = 8..=4096)] width: u32, #[port(default = 64)] height: u32, level: u32) -> u64 {
    let picture = paint(width, height);
    compress(&picture, level)
}

fn codes(inputs: serde_json::Value) -> Vec<(Code, String)> {
    let findings = Preflight::of(small::SPEC).inputs(inputs.as_object().unwrap()).check();
    findings.into_iter().map(|finding| (finding.code, finding.subject)).collect()
}

#[test]
fn a_wrong_input_a_wrong_shape_and_a_missing_program_are_one_report() {
    let program = (Code::ProgramMissing, "no-such-compressor".to_owned());
    let input = |name: &str| (Code::InvalidInput, name.to_owned());
    let shape = |name: &str| (Code::ShapeMismatch, name.to_owned());
    let both = [input("level"), shape("width"), program.clone()];
    assert_eq!(codes(serde_json::json!({ "width": 500, "level": 12 })), both);
    assert_eq!(codes(serde_json::json!({ "width": 500, "level": "high" })), both, "not even read");
    assert_eq!(codes(serde_json::json!({ "width": 500 })), both, "not given");
    for wrong in [serde_json::json!("wide"), serde_json::json!(4)] {
        let inputs = serde_json::json!({ "width": wrong, "level": 1 });
        assert_eq!(
            codes(inputs),
            [input("width"), program.clone()],
            "nothing is known of a shape with {wrong}"
        );
    }
    assert_eq!(
        codes(serde_json::json!({ "width": 512, "height": 60, "level": 1 })),
        [shape("height"), program.clone()]
    );
    assert_eq!(codes(serde_json::json!({ "width": 512, "level": 1 })), [program]);
}

#[test]
fn preflight_and_run_say_the_same() {
    let line = |command: &str| format!("{command} small --width 500 --level 12");
    let report = |command: &str| {
        call(To::Terminal, &line(command)).shown().replace(&format!("studio {command}"), "studio COMMAND")
    };
    assert_eq!(report("run"), report("preflight"));
    expect![[r#"
        exit 2
        --- stderr
        error: `small` cannot run: 3 things stand in the way
          --level             12 is out of range 1..=9
          --width             shape mismatch on edge `picture -> compress.picture`: it wants w % 8 == 0, and it is 500
                 `picture` is [64, 500, 3], made by `paint` in line 38
                 `compress.picture` is [h, w, c]
           help: multiples of 8 near it are 496 and 504
          no-such-compressor  `compress` starts it, and it is not on `PATH`; install `no-such-compressor`, or add its folder to `PATH`
        help: run `studio COMMAND small --help` to see every input
    "#]].assert_eq(&report("run"));
    let json = call(To::Pipe, &line("run")).stdout;
    for part in ["12 is out of range 1..=9", "it wants w % 8 == 0, and it is 500", "program_missing"] {
        assert!(json.contains(part), "{part}: {json}");
    }
}
