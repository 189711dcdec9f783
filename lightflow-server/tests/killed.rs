//! A server that is killed or told to end, and the next one, which ends what it began.

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use lightflow_server::guard::{Guard, guard};
use lightflow_server::limits::Limits as RequestLimits;
use lightflow_server::listen::{Listen, Listeners, terminated};
use lightflow_server::queue::Limits;
use lightflow_server::serve;
use serde_json::{Value, json};

use support::{FIRST_HELD, HELD, Message, messages};

const RUNS: u64 = 20;

/// Says to a process of this test in which folder it is a server.
const FOLDER: &str = "LIGHTFLOW_TEST_SERVER";

/// A server in a process of its own.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(folder: &Path) -> Self {
        Self::spawn(Self::command(folder))
    }

    /// Runs from [`FIRST_HELD`] on stop in their middle while the file, which is given, too, is there.
    fn start_held(folder: &Path) -> (Self, std::fs::File) {
        let path = folder.join("held");
        let held = std::fs::File::create(&path).unwrap();
        held.lock().unwrap();
        let mut command = Self::command(folder);
        command.env(HELD, path);
        (Self::spawn(command), held)
    }

    fn command(folder: &Path) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["this_is_the_server", "--exact", "--nocapture"]).env(FOLDER, folder);
        command
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address =
            lines.map_while(Result::ok).find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
        Self { child, address: address.unwrap() }
    }

    fn get(&self, path: &str) -> Value {
        let url = format!("http://{}{path}", self.address);
        let mut answer = ureq::get(url).call().unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }

    fn begin(&self, seed: u64) -> String {
        let url = format!("http://{}/api/workflows/ground/runs", self.address);
        let body = json!({ "inputs": { "seed": seed, "rounds": [1, 2, 3, 4, 5, 6] } }).to_string();
        let mut answer = ureq::post(url).header("content-type", "application/json").send(body).unwrap();
        let run: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        run["id"].as_str().unwrap().to_owned()
    }

    /// Follows a run to its end.
    fn events(&self, id: &str) -> Vec<Message> {
        let url = format!("http://{}/api/runs/{id}/events", self.address);
        let mut answer = ureq::get(url).header("accept", "text/event-stream").call().unwrap();
        messages(&answer.body_mut().read_to_string().unwrap())
    }

    /// Follows a run until a step of it is finished.
    fn first_step(&self, id: &str) {
        let url = format!("http://{}/api/runs/{id}/events", self.address);
        let answer = ureq::get(url).header("accept", "text/event-stream").call().unwrap();
        let mut lines = BufReader::new(answer.into_body().into_reader()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line == "event: step_finished"));
    }

    /// What came of runs, by their seeds: status and the digests of their files.
    fn ended(&self, ids: &[String]) -> BTreeMap<u64, (Value, Vec<Value>)> {
        let of_run = |id: &String| {
            self.events(id);
            let run = self.get(&format!("/api/runs/{id}"));
            let files = run["artifacts"].as_array().unwrap().iter();
            let files = files.map(|file| json!([file["name"], file["digest"]])).collect();
            (run["request"]["inputs"]["seed"].as_u64().unwrap(), (run["run"]["status"].clone(), files))
        };
        ids.iter().map(of_run).collect()
    }
}

impl Process {
    /// Tells it to end, and waits until it has.
    fn end(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // SIGKILL: nothing is tidied up.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_killed_server_is_followed_by_one_that_ends_all_runs() {
    let (calm, stormy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let undisturbed = Process::start(calm.path());
    let ids: Vec<String> = (0..RUNS).map(|seed| undisturbed.begin(seed)).collect();
    let expected = undisturbed.ended(&ids);
    assert!(expected.values().all(|(status, files)| status == "finished" && files.len() == 1));
    drop(undisturbed);

    let (first, _held) = Process::start_held(stormy.path());
    let ids: Vec<String> = (0..RUNS).map(|seed| first.begin(seed)).collect();
    // Some are done, some are in their middle, and some wait.
    first.first_step(&ids[FIRST_HELD as usize]);
    assert!(first.get("/api/health")["queue"]["waiting"].as_u64().unwrap() > 0);
    drop(first);
    let second = Process::start(stormy.path());
    let left = second.get("/api/runs?limit=100")["runs"].as_array().unwrap().len();
    assert_eq!(left, ids.len());
    assert_eq!(second.ended(&ids), expected);
    for id in &ids {
        let events = second.events(id);
        assert!(events.iter().zip(0..).all(|(event, seq)| event.id == seq), "without a gap");
        assert_no_step_ran_twice(&events);
    }
}

#[test]
fn a_server_that_is_told_to_end_parks_its_runs_and_the_next_one_ends_them() {
    let (calm, stopped) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let begin = |process: &Process| (0..10).map(|seed| process.begin(seed)).collect::<Vec<_>>();
    let undisturbed = Process::start(calm.path());
    let expected = undisturbed.ended(&begin(&undisturbed));
    drop(undisturbed);

    let (first, _held) = Process::start_held(stopped.path());
    let ids = begin(&first);
    first.first_step(&ids[FIRST_HELD as usize]);
    first.end();
    let store = lightflow::runs::Store::open(stopped.path().join("store")).unwrap();
    let statuses = ids.iter().map(|id| store.run(id.parse().unwrap()).unwrap().status.name());
    let statuses = statuses.collect::<Vec<_>>();
    assert!(statuses.contains(&"interrupted") && statuses.contains(&"created"), "{statuses:?}");
    let second = Process::start(stopped.path());
    assert_eq!(second.ended(&ids), expected);
    for id in &ids {
        let events = second.events(id);
        assert!(events.iter().zip(0..).all(|(event, seq)| event.id == seq), "without a gap");
        assert_no_step_ran_twice(&events);
    }
}

fn assert_no_step_ran_twice(events: &[Message]) {
    let mut done = std::collections::BTreeSet::new();
    let mut known = std::collections::BTreeSet::new();
    for event in events {
        let step = event.data["step"].as_str().unwrap_or_default().to_owned();
        match event.event.as_str() {
            "step_cached" => drop(known.insert(step)),
            // What was known says that it is finished, too.
            "step_finished" if step.contains("grind") && !known.remove(&step) => {
                assert!(done.insert(step.clone()), "`{step}` ran twice");
            }
            "step_started" => assert!(!done.contains(&step), "`{step}` was done and began again"),
            _ => {}
        }
    }
}

/// Not a test of its own: what [`Process::start`] runs.
#[test]
fn this_is_the_server() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (queue, router) = support::serve(Path::new(&folder), Limits { waiting: 100, running: 2 });
        let options = Guard::new();
        let listeners = Listeners::bind(&["127.0.0.1:0".parse::<Listen>().unwrap()], &options).await.unwrap();
        writeln!(std::io::stdout(), "http://{}", listeners.addresses()[0]).unwrap();
        let told = terminated().unwrap();
        // What goes on is left in its middle.
        let runs = (&queue, std::time::Duration::ZERO);
        serve(listeners, guard(router, &options), &RequestLimits::default(), runs, told).await.unwrap();
    });
    // As a program ends: the steps that go on are not waited for, and nobody reads what a test would say.
    std::process::exit(0);
}
