//! The table's first half: what is only looked at.

use lightflow_service::runs::{RunId, RunRequest, RunStatus};
use lightflow_service::service::Diff;
use lightflow_store::Stats;
use serde_json::Value;

use super::operation::{Operation, Tag, get, of};
use super::types;

pub(super) fn operations() -> Vec<Operation> {
    let mut operations = server();
    operations.extend(workflows());
    operations.extend(runs());
    operations.extend(of_a_run());
    operations.extend(events());
    operations.extend(artifacts());
    operations
}

fn server() -> Vec<Operation> {
    vec![
        get("/api/health", "health", Tag::Server, "Whether it works, and how long the queue is")
            .gives::<types::Health>(200, "It works."),
        get("/metrics", "metrics", Tag::Server, "Figures for Prometheus")
            .sends("text/plain", "The text format of Prometheus, version 0.0.4."),
        get("/api/openapi.json", "openapi", Tag::Server, "This document")
            .gives::<Value>(200, "The document."),
        get("/api/docs", "docs", Tag::Server, "A page that shows this document")
            .sends("text/html", "The page."),
        get("/api/store", "store", Tag::Server, "How much of what is in the store")
            .gives::<Stats>(200, "The statistics."),
        get("/api/assets", "assets", Tag::Assets, "What the program is made of")
            .query::<types::Kind>("kind", "List only these.")
            .query::<String>("q", "List only what has all of these words.")
            .gives::<types::Assets>(200, "The assets, by id."),
    ]
}

fn workflows() -> Vec<Operation> {
    let of_workflow = |path, id, summary| get(path, id, Tag::Workflows, summary);
    vec![
        get("/api/workflows", "workflows", Tag::Workflows, "The workflows and their inputs")
            .gives::<types::Workflows>(200, "The workflows, by id."),
        of_workflow("/api/workflows/{w}", "workflow", "All that is known of a workflow")
            .gives::<types::Workflow>(200, "The workflow."),
        of_workflow(
            "/api/workflows/{w}/plan",
            "plan",
            "The plan of a workflow: its steps, and what is wired to what",
        )
        .gives::<Value>(200, "The plan, as `graph --format json` prints it."),
        of_workflow("/api/workflows/{w}/plan.svg", "plan_svg", "The plan of a workflow as a drawing")
            .sends("image/svg+xml", "The drawing."),
        get("/api/presets", "presets", Tag::Presets, "Inputs under a name")
            .gives::<types::Presets>(200, "The presets, by name."),
        get("/api/verdicts", "verdicts", Tag::Verdicts, "What people said of artifacts")
            .query::<String>("workflow", "Only of runs of this workflow.")
            .query::<RunId>("run", "Only of this run.")
            .gives::<types::Verdicts>(200, "The verdicts, newest first.")
            .fails(&[404]),
        get("/api/sweeps/{id}", "sweep", Tag::Sweeps, "The runs of a sweep, and what differs between them")
            .gives::<types::Sweep>(200, "The sweep."),
        get("/api/sweeps/{id}/sheet.png", "sweep_sheet", Tag::Sweeps, "The pictures of a sweep on one sheet")
            .sends("image/png", "The sheet."),
    ]
}

fn runs() -> Vec<Operation> {
    vec![
        get("/api/runs", "runs", Tag::Runs, "Runs, newest first")
            .query::<String>("workflow", "Only those of this workflow.")
            .query::<RunStatus>("status", "Only those of this status.")
            .query::<String>("sweep", "Only those of this sweep.")
            .query_or::<u32>("limit", "50", "So many at most.")
            .query::<RunId>("after", "Only those older than this run: `next` of the page before.")
            .gives::<types::RunPage>(200, "A page of runs.")
            .fails(&[404]),
        get("/api/runs/{id}", "run", Tag::Runs, "All that is known of a run")
            .gives::<types::RunDetail>(200, "The run."),
        get("/api/runs/{id}/diff/{other}", "diff", Tag::Runs, "How two runs differ: inputs and steps")
            .gives::<Diff>(200, "What differs."),
    ]
}

fn of_a_run() -> Vec<Operation> {
    let part = |path, id, summary| get(path, id, Tag::Runs, summary);
    vec![
        part("/api/runs/{id}/steps", "steps", "The steps of a run that were done")
            .gives::<types::Steps>(200, "The steps, in the order in which they began."),
        part("/api/runs/{id}/logs", "logs", "What the steps of a run said")
            .query::<String>("step", "Only this step and those inside it: `shots[3]`.")
            .gives::<types::Logs>(200, "The lines, in the order in which they were said."),
        part("/api/runs/{id}/outputs", "outputs", "What a run gave").gives::<Value>(200, "The outputs."),
        part("/api/runs/{id}/request", "request", "What a run was asked to do")
            .gives::<RunRequest>(200, "The request, without secrets."),
        part("/api/runs/{id}/plan", "run_plan", "The plan that a run followed")
            .gives::<Value>(200, "The plan."),
        part("/api/runs/{id}/plan.svg", "run_plan_svg", "The plan that a run followed as a drawing")
            .sends("image/svg+xml", "The drawing."),
        part("/api/runs/{id}/trace", "trace", "A run as a trace")
            .gives::<Value>(200, "The trace, in the JSON of the OpenTelemetry protocol."),
        get("/api/runs/{id}/artifacts", "run_artifacts", Tag::Artifacts, "The files that a run made")
            .gives::<types::Artifacts>(200, "The files, by name."),
    ]
}

fn events() -> Vec<Operation> {
    vec![
        get("/api/runs/{id}/events", "events", Tag::Events, "The journal of a run, live or in pages")
            .doc(
                "With `Accept: text/event-stream` it streams the journal and goes on live, without a gap or a double, until the \
                 run is over: each message has the event's number as `id`, its name as `event` and the event as `data`.",
            )
            .query_or::<u64>("from", "0", "Begin with the event of this number.")
            .query_or::<u32>("limit", "1000", "So many at most; a stream has no end of this kind.")
            .header("Last-Event-ID", "Go on after the event of this number: what a client that lost the stream sends.")
            .answers(
                200,
                "Events of the run.",
                vec![("application/json", Some(of::<types::Events>())), ("text/event-stream", Some(of::<String>()))],
            ),
        get("/api/runs/{id}/ws", "events_ws", Tag::Events, "The journal of a run over a WebSocket")
            .query_or::<u64>("from", "0", "Begin with the event of this number.")
            .answers(101, "A WebSocket: a text message for each event.", Vec::new()),
        get("/api/events", "all_events", Tag::Events, "Every change of a run's status, live").answers(
            200,
            "A stream whose messages have `{ \"run\", \"status\" }` as `data`.",
            vec![("text/event-stream", Some(of::<String>()))],
        ),
    ]
}

fn artifacts() -> Vec<Operation> {
    vec![
        get("/api/artifacts/{digest}", "artifact", Tag::Artifacts, "The content of a file that a run made")
            .query::<String>("name", "Download it under this name.")
            .header("Range", "Only some bytes: `bytes=0-1023`.")
            .header("If-None-Match", "The ETag of what is known already.")
            .sends("*/*", "The content, with the media type that its bytes show.")
            .with("ETag", "The digest, in quotes.")
            .answers(206, "The bytes that were asked for.", vec![("*/*", None)])
            .with("Content-Range", "Which bytes they are, and of how many.")
            .answers(304, "It is what is known already.", Vec::new())
            .fails(&[416]),
        get(
            "/api/uploads/{digest}",
            "uploaded",
            Tag::Uploads,
            "The files of an upload, by the digest in its path",
        )
        .gives::<types::Uploaded>(200, "The file, or those of the folder."),
        get("/api/artifacts/{digest}/thumbnail", "thumbnail", Tag::Artifacts, "A small copy of a picture")
            .doc("Of a picture that a run made, or that was uploaded.")
            .query_or::<u32>("side", "256", "The longest side at most, in pixels.")
            .answers(
                200,
                "The copy: PNG if something shows through it.",
                vec![("image/png", None), ("image/jpeg", None)],
            )
            .with("ETag", "Stands for the digest and the side.")
            .fails(&[422]),
    ]
}
