//! Runs from their creation to their end: looked at before they begin, started later, stopped, repeated, judged, forgotten.

use std::path::Path;

use expect_test::expect;
use lightflow::cli::{Exit, Interrupts};
use lightflow::runs::StorePlace;
use serde_json::Value;

use crate::support::{Called, To, call_with};

fn call(store: &Path, to: To, line: &str) -> Called {
    call_with(to, line, |io| io.store = StorePlace::At(store.into()))
}

fn data(store: &Path, line: &str) -> Value {
    let called = call(store, To::Pipe, &format!("{line} --json"));
    assert_eq!(called.exit, Exit::Done, "{}", called.shown());
    serde_json::from_str::<Value>(&called.stdout).unwrap()["data"].take()
}

/// What the error of a refused command says.
fn refused(store: &Path, line: &str) -> String {
    let called = call(store, To::Terminal, line);
    assert_eq!(called.exit, Exit::Usage, "{}", called.shown());
    called.stderr
}

#[test]
fn a_preview_says_what_is_known_and_leaves_no_trace() {
    let store = tempfile::tempdir().unwrap();
    data(store.path(), "run packshot --photo a.png");
    let line = "preview packshot --photo a.png --side 64";
    let previewed = call(store.path(), To::Terminal, line).shown();
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
          image    cli/load_image  known
          scaled   cli/twice
            small  cli/fit         runs
            fit    cli/fit         depends
          place    cli/place       depends

        1 step known; 1 step would run, then what depends on it
    "#]]
    .assert_eq(&previewed);
    let known = data(store.path(), "preview packshot --photo a.png");
    assert_eq!((&known["known"], &known["runs"]), (&4.into(), &0.into()));
    assert_eq!(known["result"], "untitled: 1024 x 768");
    let fresh = data(store.path(), "preview packshot --photo a.png --fresh scaled");
    assert_eq!(fresh["states"]["scaled/small"], "runs");
    let listed = data(store.path(), "runs list");
    assert_eq!(listed["runs"].as_array().unwrap().len(), 1, "a preview is no run");
}

#[test]
fn a_run_is_created_now_and_started_later() {
    let store = tempfile::tempdir().unwrap();
    let created = data(store.path(), "runs create packshot --photo a.png --side 64");
    let id = created["run"].as_str().unwrap();
    assert_eq!(data(store.path(), "runs status")["run"]["status"], "created");
    let wrong = refused(store.path(), "runs create packshot --photo a.png --side 8");
    assert!(wrong.contains("--side"), "{wrong}");
    let ran = data(store.path(), &format!("runs start {id}"));
    assert_eq!((ran["run"].as_str().unwrap(), &ran["result"]), (id, &"untitled: 128 x 96".into()));
    let twice = refused(store.path(), &format!("runs start {id}"));
    assert!(twice.contains("was started before: it is finished"), "{twice}");
    let status = data(store.path(), &format!("runs status {id}"));
    assert_eq!((&status["run"]["status"], &status["finished"]), (&"finished".into(), &5.into()));
    assert_eq!(status["running"], serde_json::json!([]));
}

#[test]
fn the_plan_of_a_run_is_kept_with_it() {
    let store = tempfile::tempdir().unwrap();
    data(store.path(), "run packshot --photo a.png");
    let plan = data(store.path(), "runs workflow last");
    assert_eq!(plan["id"], "cli/packshot");
    data(store.path(), "store gc");
    assert_eq!(data(store.path(), "runs workflow last"), plan);
}

#[test]
fn a_run_that_nobody_works_on_is_cancelled_at_once() {
    let store = tempfile::tempdir().unwrap();
    data(store.path(), "runs create packshot --photo a.png");
    assert_eq!(data(store.path(), "runs cancel last")["cancelled"], "now");
    assert_eq!(data(store.path(), "runs status last")["run"]["status"], "cancelled");
    let again = refused(store.path(), "runs cancel last");
    assert!(again.contains("has already been cancelled"), "{again}");
}

#[test]
fn a_run_stops_when_another_process_asks() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().to_owned();
    let running = std::thread::spawn({
        let store = store.clone();
        move || call(&store, To::Pipe, "run idle --seconds 3600 --json")
    });
    let other = lightflow::runs::Store::open(&store).unwrap();
    let id = loop {
        match other.find("last") {
            Ok(run) if other.journal(run.id, 1).unwrap().read(1).unwrap().len() == 1 => break run.id,
            _ => std::thread::yield_now(),
        }
    };
    let asked = data(&store, "runs cancel last");
    assert_eq!(asked["cancelled"], "asked");
    let ended = running.join().unwrap();
    assert_eq!(ended.exit, Exit::Cancelled, "{}", ended.shown());
    assert_eq!(other.run(id).unwrap().status.name(), "cancelled");
}

#[test]
fn a_run_is_repeated_and_repeated_with_changes() {
    let store = tempfile::tempdir().unwrap();
    let first = data(store.path(), "run packshot --photo a.png --side 64");
    let again = data(store.path(), "runs retry");
    assert_eq!((&again["result"], &again["cached"]), (&first["result"], &4.into()));
    assert_ne!(again["run"], first["run"]);
    let other = data(store.path(), "runs rerun last --set side=32 --set shot-title=Mug");
    assert_eq!(other["result"], "Mug: 64 x 48");
    let request = data(store.path(), "runs request last");
    assert_eq!((&request["inputs"]["side"], &request["from"]), (&32.into(), &again["run"]));
    let wrong = refused(store.path(), "runs rerun --set side=8 --set sise=3");
    assert!(wrong.contains("--sise") && wrong.contains("did you mean `--side`?"), "{wrong}");
    assert!(wrong.contains("16..=4096"), "all that is wrong is named: {wrong}");
}

#[test]
fn a_file_is_picked_and_another_made_like_it() {
    let store = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().display();
    data(store.path(), &format!("run sizes --sizes 1,2 --out {folder}"));
    let line = format!("runs judge last --pick {folder}/sizes.txt --note 'just right'");
    let verdict = data(store.path(), &line);
    assert_eq!((&verdict["picked"], &verdict["note"]), (&true.into(), &"just right".into()));
    assert_eq!(verdict["request"]["inputs"]["sizes"], serde_json::json!([1, 2]));
    let wrong = refused(store.path(), "runs judge last --pick sizes.text");
    assert!(wrong.contains("write `sizes.txt`"), "{wrong}");
    let nothing = refused(store.path(), "runs judge last");
    assert!(nothing.contains("write `--pick ARTIFACT` or `--reject ARTIFACT`"), "{nothing}");
    // The run may go: what was picked can still be made again.
    data(store.path(), "runs delete last");
    let digest = verdict["artifact"]["digest"].as_str().unwrap();
    let again = data(store.path(), &format!("runs rerun --from {digest} --set bright=true"));
    assert_eq!(data(store.path(), "runs request last")["inputs"]["sizes"], serde_json::json!([1, 2]));
    assert_eq!(again["steps"], 1);
    let verdicts = call(store.path(), To::Terminal, "runs verdicts sizes").stdout;
    assert!(verdicts.contains("picked") && verdicts.contains("just right"), "{verdicts}");
}

#[test]
fn runs_that_are_over_are_forgotten() {
    let store = tempfile::tempdir().unwrap();
    for side in [32, 64, 96] {
        data(store.path(), &format!("run packshot --photo a.png --side {side}"));
    }
    call(store.path(), To::Pipe, "run trouble --photo broken.png");
    data(store.path(), "runs create packshot --photo a.png");
    let count = |line: &str| data(store.path(), line)["runs"].as_array().unwrap().len();
    assert_eq!(count("runs prune --status failed --dry-run"), 1);
    assert_eq!(count("runs prune packshot --keep 2"), 1);
    assert_eq!(count("runs prune --older-than 1"), 0);
    assert_eq!(count("runs prune"), 3);
    assert_eq!(count("runs list"), 1, "one waits to be started");
}

#[test]
fn events_are_followed_to_the_end_of_the_run() {
    let store = tempfile::tempdir().unwrap();
    data(store.path(), "run packshot --photo a.png");
    let followed = call(store.path(), To::Pipe, "runs events last --follow").stdout;
    let last: Value = serde_json::from_str(followed.lines().last().unwrap()).unwrap();
    assert_eq!(last["event"], "run_finished");
}

#[test]
fn a_run_that_is_left_at_once_can_go_on() {
    let store = tempfile::tempdir().unwrap();
    let (stop, stopped) = tokio::sync::mpsc::unbounded_channel();
    let (ready, told) = std::sync::mpsc::channel::<()>();
    let path = store.path().to_owned();
    let running = std::thread::spawn(move || {
        call_with(To::Pipe, "run idle --seconds 3600 --json", |io| {
            io.store = StorePlace::At(path);
            io.interrupts = Interrupts::Channel(stopped);
            ready.send(()).unwrap();
        })
    });
    told.recv().unwrap();
    let other = lightflow::runs::Store::open(store.path()).unwrap();
    while other.find("last").is_err() {
        std::thread::yield_now();
    }
    stop.send(()).unwrap();
    // The first may have been enough.
    let _ = stop.send(());
    assert_eq!(running.join().unwrap().exit, Exit::Cancelled);
    // Its end comes from a thread that nobody waits for; the process would be gone by now.
    let status = loop {
        match other.find("last").unwrap().status.name() {
            "running" => std::thread::yield_now(),
            status => break status,
        }
    };
    assert!(["cancelled", "interrupted"].contains(&status), "{status}");
}

#[test]
fn a_sweep_tries_every_value_and_computes_what_is_shared_once() {
    let store = tempfile::tempdir().unwrap();
    let line = "sweep packshot --photo a.png --side 32,64 --shot-title Mug,Lamp,Book";
    let swept = data(store.path(), line);
    let runs = swept["runs"].as_array().unwrap();
    let of_run = |run: &Value| {
        (
            run["inputs"]["side"].as_u64().unwrap(),
            run["result"].as_str().unwrap().to_owned(),
            run["cached"].clone(),
        )
    };
    assert_eq!(of_run(&runs[0]), (32, "Mug: 64 x 48".into(), 0.into()));
    assert_eq!(of_run(&runs[1]), (32, "Lamp: 64 x 48".into(), 3.into()), "only the title is another");
    assert_eq!(of_run(&runs[3]), (64, "Mug: 128 x 96".into(), 1.into()), "the photo is the same");
    assert_eq!(runs.len(), 6);
    let listed = data(store.path(), &format!("runs list --sweep {}", swept["sweep"].as_str().unwrap()));
    assert_eq!(listed["runs"].as_array().unwrap().len(), 6);
    let zipped = data(store.path(), "sweep packshot --photo a.png --side 32,64 --shot-title Mug,Lamp --zip");
    assert_eq!(zipped["runs"].as_array().unwrap().len(), 2);
}

#[test]
fn a_sweep_is_checked_as_a_whole_before_its_first_run() {
    let store = tempfile::tempdir().unwrap();
    let wrong = refused(store.path(), "sweep packshot --photo a.png --side 32,64,8 --shot-title Mug");
    assert!(wrong.contains("at side 8: ") && wrong.contains("16..=4096"), "{wrong}");
    let wrong = refused(store.path(), "sweep packshot --photo a.png --side 3..=1");
    assert!(wrong.contains("`3..=1` is no range: it is empty"), "{wrong}");
    let nothing = refused(store.path(), "sweep packshot --photo a.png --side 32");
    assert!(nothing.contains("the sweep has no values"), "{nothing}");
    assert_eq!(data(store.path(), "runs list")["runs"].as_array().unwrap().len(), 0, "nothing has run");
}
