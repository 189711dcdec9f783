//! The table's second half: what does something.

use lightflow_service::runs::{Run, Verdict};
use lightflow_service::service::Preview;
use serde_json::json;

use super::operation::{Operation, Tag, new, post};
use super::types;

pub(super) fn operations() -> Vec<Operation> {
    let mut operations = of_workflow();
    operations.extend(sweep());
    operations.extend(of_a_run());
    operations.extend(uploads());
    operations.extend(judging());
    operations
}

/// What is asked of one workflow; [`super::workflow`] has the same for each by its name.
pub(super) fn of_workflow() -> Vec<Operation> {
    vec![
        post(
            "/api/workflows/{w}/preflight",
            "preflight",
            Tag::Workflows,
            "Check all that a run needs; nothing runs",
        )
        .takes::<types::Inputs>(json!({ "inputs": {} }))
        .gives::<types::Preflight>(200, "Whether it may begin, and all that stands in its way."),
        post(
            "/api/workflows/{w}/preview",
            "preview",
            Tag::Workflows,
            "Say which steps would run and which are known",
        )
        .takes::<types::Inputs>(json!({ "inputs": {} }))
        .gives::<Preview>(200, "What a run would do.")
        .fails(&[422]),
        post("/api/workflows/{w}/runs", "create_run", Tag::Workflows, "Run a workflow")
            .doc("Everything is checked first; the run then waits for its turn in the queue.")
            .header("Idempotency-Key", "A second request with this key gives the same run.")
            .takes::<types::NewRun>(json!({ "inputs": {} }))
            .gives::<Run>(201, "The run, which begins when its turn comes.")
            .with("Location", "Where the run is.")
            .fails(&[409, 422, 429]),
    ]
}

fn sweep() -> Vec<Operation> {
    let example = json!({ "inputs": {}, "axes": [{ "input": "seed", "values": [1, 2, 3] }], "zip": false });
    vec![
        post(
            "/api/workflows/{w}/sweeps",
            "create_sweep",
            Tag::Sweeps,
            "Run a workflow over several values of its inputs",
        )
        .doc("All runs are checked before the first one is put into the queue.")
        .takes::<types::NewSweep>(example)
        .gives::<types::NewSweepRuns>(201, "The runs, those of the last axis next to each other.")
        .with("Location", "Where the sweep is.")
        .fails(&[409, 422, 429]),
    ]
}

fn of_a_run() -> Vec<Operation> {
    let act =
        |path, id, summary| post(path, id, Tag::Runs, summary).gives::<Run>(202, "The run.").fails(&[409]);
    vec![
        act("/api/runs/{id}/start", "start", "Put a run that was only created into the queue")
            .fails(&[422, 429]),
        act(
            "/api/runs/{id}/resume",
            "resume",
            "Go on with a run that was interrupted, failed or was cancelled",
        )
        .fails(&[422, 429]),
        act("/api/runs/{id}/cancel", "cancel", "Stop a run"),
        post("/api/runs/{id}/retry", "retry", Tag::Runs, "Run the same once more")
            .gives::<Run>(201, "The new run.")
            .with("Location", "Where the run is.")
            .fails(&[422, 429]),
        post("/api/runs/{id}/rerun", "rerun", Tag::Runs, "Run the same with some inputs changed")
            .takes::<types::Inputs>(json!({ "inputs": { "seed": 2 } }))
            .gives::<Run>(201, "The new run.")
            .with("Location", "Where the run is.")
            .fails(&[422, 429]),
        new("delete", "/api/runs/{id}", "delete_run", Tag::Runs, "Forget a run that is over")
            .answers(204, "It is gone; what its steps gave stays until the store is collected.", Vec::new())
            .fails(&[409]),
    ]
}

fn uploads() -> Vec<Operation> {
    vec![
        post("/api/uploads", "upload", Tag::Uploads, "Bring a file that an input names")
            .must_query::<String>("name", "Its name, without folders.")
            .takes_bytes()
            .gives::<types::Upload>(201, "The file; `path` is the value of an input."),
        post(
            "/api/uploads/folder",
            "upload_folder",
            Tag::Uploads,
            "Put files into a folder that an input names",
        )
        .takes::<types::NewFolder>(json!({ "files": [{ "name": "cup.png", "digest": "0".repeat(64) }] }))
        .gives::<types::Folder>(201, "The folder; `path` is the value of an input.")
        .fails(&[404]),
    ]
}

fn judging() -> Vec<Operation> {
    let run = "01983f5c-0000-7000-8000-000000000000";
    vec![
        post("/api/verdicts", "judge", Tag::Verdicts, "Say that an artifact was picked, or turned down")
            .takes::<types::NewVerdict>(
                json!({ "run": run, "artifact": "contact-sheet.png", "picked": true, "note": null }),
            )
            .gives::<Verdict>(201, "The verdict.")
            .fails(&[404]),
        post("/api/presets", "create_preset", Tag::Presets, "Keep the inputs of a run under a name")
            .takes::<types::NewPreset>(json!({ "name": "bright", "run": run }))
            .gives::<types::Preset>(201, "The preset.")
            .fails(&[404, 409]),
    ]
}
