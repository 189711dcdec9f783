//! Runs: results, artifacts, failures, cancellation, events.

use std::io::{self, Write};

use expect_test::expect;
use lightflow::cli::{Exit, Interrupts};

use crate::support::{To, call, call_with};

#[test]
fn a_run_prints_its_result_for_people() {
    expect![[r#"
        exit 0
        --- stdout
        packshot done, 5 steps in _

        Mug: 1024 x 768
        --- stderr
           _ run cli/packshot
           _ start image (cli/load_image)
           _ start scaled (cli/twice)
           _ start scaled/small (cli/fit)
           _ start scaled/fit (cli/fit)
           _ start place (cli/place)
           _ place: on White
           _ done in _
    "#]]
    .assert_eq(&call(To::Terminal, "run packshot --photo a.png --shot-title Mug").shown());
}

#[test]
fn a_pipe_gets_one_envelope() {
    expect![[r#"
        exit 0
        --- stdout
        {"ok":true,"command":"run","data":{"artifacts":[],"cached":0,"elapsed":_,"reasons":[],"result":"untitled: 40 x 30","run":null,"steps":5,"workflow":"cli/packshot"},"error":null}
    "#]].assert_eq(&call(To::Pipe, "run packshot --photo a.png --side 20 --json").shown());
}

#[test]
fn artifacts_go_to_the_output_folder_and_are_listed() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("out");
    let called = call(To::Terminal, &format!("run sizes --sizes 1,2 --out {}", folder.display()));
    let shown = called.shown().replace(&*folder.to_string_lossy(), "OUT");
    expect![[r#"
        exit 0
        --- stdout
        sizes done, 1 step in _

        OUT/sizes.txt

        artifacts
          OUT/sizes.txt
        --- stderr
           _ run cli/sizes
           _ start write_sizes (cli/write_sizes)
           _ write_sizes made OUT/sizes.txt
           _ done in _
    "#]]
    .assert_eq(&shown);
    assert_eq!(std::fs::read_to_string(folder.join("sizes.txt")).unwrap(), "[1, 2] false");
}

#[test]
fn events_are_lines_of_json_and_the_envelope_is_the_last() {
    expect![[r#"
        exit 0
        --- stdout
        {"seq":0,"time_ms":_,"event":"run_started","workflow":"cli/packshot"}
        {"seq":1,"time_ms":_,"event":"step_started","step":"image","calls":"cli/load_image","attempt":1}
        {"seq":2,"time_ms":_,"event":"step_finished","step":"image","elapsed":_}
        {"seq":3,"time_ms":_,"event":"step_started","step":"scaled","calls":"cli/twice","attempt":1}
        {"seq":4,"time_ms":_,"event":"step_started","step":"scaled/small","calls":"cli/fit","attempt":1}
        {"seq":5,"time_ms":_,"event":"step_finished","step":"scaled/small","elapsed":_}
        {"seq":6,"time_ms":_,"event":"step_started","step":"scaled/fit","calls":"cli/fit","attempt":1}
        {"seq":7,"time_ms":_,"event":"step_finished","step":"scaled/fit","elapsed":_}
        {"seq":8,"time_ms":_,"event":"step_finished","step":"scaled","elapsed":_}
        {"seq":9,"time_ms":_,"event":"step_started","step":"place","calls":"cli/place","attempt":1}
        {"seq":10,"time_ms":_,"event":"log","step":"place","line":"on White"}
        {"seq":11,"time_ms":_,"event":"step_finished","step":"place","elapsed":_}
        {"seq":12,"time_ms":_,"event":"run_finished","elapsed":_}
        {"ok":true,"command":"run","data":{"artifacts":[],"cached":0,"elapsed":_,"reasons":[],"result":"untitled: 1024 x 768","run":null,"steps":5,"workflow":"cli/packshot"},"error":null}
    "#]].assert_eq(&call(To::Terminal, "run packshot --photo a.png --events").shown());
}

#[test]
fn a_failed_step_is_named_and_the_exit_code_is_1() {
    expect![[r#"
        exit 1
        --- stderr
           _ run cli/packshot
           _ start image (cli/load_image)
           _ image failed: it panicked: no such codec
           _ failed
        error: step `image` (`load_image`, lightflow/tests/cli/studio.rs:93) failed: it panicked: no such codec
        help: look at node `load_image` at lightflow/tests/cli/studio.rs:25
    "#]].assert_eq(&call(To::Terminal, "run packshot --photo panic.png").shown());
    let called = call(To::Pipe, "run packshot --photo panic.png --json");
    expect![[r#"
        exit 1
        --- stdout
        {"ok":false,"command":"run","data":null,"error":{"code":"step_panicked","message":"step `image` (`load_image`, lightflow/tests/cli/studio.rs:93) failed: it panicked: no such codec","hint":"look at node `load_image` at lightflow/tests/cli/studio.rs:25","details":{"artifacts":[],"calls":"load_image","elapsed":_,"run":null,"source":"lightflow/tests/cli/studio.rs:93","step":"image","workflow":"cli/packshot"}}}
    "#]].assert_eq(&called.shown());
}

#[test]
fn an_interrupt_cancels_the_run_with_exit_code_130() {
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    sender.send(()).unwrap();
    let called = call_with(To::Terminal, "run idle --seconds 3600", |io| {
        io.interrupts = Interrupts::Channel(receiver);
    });
    assert_eq!(called.exit, Exit::Cancelled);
    assert!(called.stderr.contains("cancelling; press Ctrl-C again"), "{}", called.stderr);
    assert!(called.stderr.ends_with("error: the run was cancelled\n"), "{}", called.stderr);
}

struct Full(io::ErrorKind);

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_went_away_is_no_error_and_a_full_disk_is_one() {
    let print_to = |kind| call_with(To::Pipe, "assets", |io| io.stdout = Box::new(Full(kind)));
    assert_eq!(print_to(io::ErrorKind::BrokenPipe).exit, Exit::Done);
    let full = print_to(io::ErrorKind::StorageFull);
    assert_eq!(full.exit, Exit::Failed);
    expect![[r#"
        error: cannot write to stdout: no storage space
        help: make room where the output goes, or send it elsewhere
    "#]]
    .assert_eq(&full.stderr);
}
