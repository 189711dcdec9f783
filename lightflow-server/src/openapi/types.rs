//! What is sent and what comes back, where the service and the store have no type of their own for it.
//!
//! Bodies refuse fields that nobody knows: a misspelt one would be a default that nobody asked for.

use std::collections::BTreeMap;

use lightflow_service::preflight::Finding;
use lightflow_service::runs::{Artifact, Digest, Run, RunId, RunRequest, StepDone, StepRecord, Verdict};
use lightflow_service::service::{Axis, RunningStep};
pub use lightflow_service::service::{Input, InputKind, Range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How the server is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// The program that serves.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The version of LightFlow.
    pub lightflow: String,
    /// Runs that wait and go on.
    pub queue: QueueState,
}

/// Runs that wait and go on.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct QueueState {
    /// That wait for their turn.
    pub waiting: u64,
    /// That go on.
    pub running: u64,
    /// That may wait at most.
    pub limit: u64,
}

/// Which assets are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Steps.
    Nodes,
    /// Parts of workflows.
    Compositions,
    /// What can be run.
    Workflows,
    /// Files that nodes read weights from.
    Models,
    /// Types of values.
    Types,
    /// Inputs under a name.
    Presets,
    /// What runs may do.
    Policies,
}

/// Assets of the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Assets {
    /// The assets.
    pub assets: Vec<Asset>,
}

/// An asset; each kind has more fields of its own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asset {
    /// What it is: `node`, `composition`, `workflow`, `model`, `type`, `preset` or `policy`.
    pub kind: String,
    /// Crate and name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub doc: String,
    /// What else is known of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The workflows of the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Workflows {
    /// The workflows.
    pub workflows: Vec<WorkflowLine>,
}

/// What the list says of a workflow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorkflowLine {
    /// Crate and name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub doc: String,
    /// File and line.
    pub source: String,
    /// Its inputs, in the order in which it declares them.
    pub inputs: Vec<Input>,
}

/// All that is known of a workflow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Workflow {
    /// What the list says of it.
    #[serde(flatten)]
    pub line: WorkflowLine,
    /// The JSON Schema of its inputs.
    pub schema: Value,
    /// How many nodes it calls.
    pub nodes: u64,
    /// Its presets.
    pub presets: Vec<Preset>,
}

/// A page of runs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunPage {
    /// The runs, newest first.
    pub runs: Vec<Run>,
    /// The value of `after` for the next page; null on the last one.
    pub next: Option<RunId>,
}

/// All that is known of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunDetail {
    /// The run.
    pub run: Run,
    /// What it was asked to do.
    pub request: RunRequest,
    /// What it gave; null until it has finished.
    pub outputs: Option<Value>,
    /// How far it is.
    pub progress: Progress,
    /// The files that it made.
    pub artifacts: Vec<Artifact>,
    /// What people said of them.
    pub verdicts: Vec<Verdict>,
}

/// How far a run is, as its journal tells.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Progress {
    /// Steps that were run to their end.
    pub finished: u64,
    /// Steps whose output was known.
    pub known: u64,
    /// Tries that failed and were made again.
    pub retried: u64,
    /// Steps that run now, or ran when the process was killed.
    pub running: Vec<RunningStep>,
    /// Files that were made.
    pub artifacts: u64,
    /// What its steps used up: amounts by what they are of, such as `input_tokens` and `cost_usd`.
    pub usage: BTreeMap<String, f64>,
    /// The number of the last event.
    pub last_event: Option<u64>,
}

/// The steps of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Steps {
    /// The steps, in the order in which they began.
    pub steps: Vec<Step>,
}

/// A step of a run, as it was done last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// Its path in the run, such as `shots[3]/shot/mask`.
    pub path: String,
    /// The node.
    pub node: String,
    /// Its ports and the digests of what came in.
    pub inputs: Vec<(String, Digest)>,
    /// What came out, if it was stored.
    pub output: Option<Digest>,
    /// Whether the output came from the cache.
    pub cached: bool,
    /// When it began, in ms since 1970.
    pub started_ms: u64,
    /// How long it took, in microseconds.
    pub elapsed_us: u64,
    /// Why it failed.
    pub error: Option<String>,
    /// What it used up: amounts by what they are of, such as `input_tokens` and `cost_usd`.
    pub usage: BTreeMap<String, f64>,
}

impl From<StepDone> for Step {
    fn from(StepDone { record, usage }: StepDone) -> Self {
        let StepRecord { path, node, inputs, output, cached, started_ms, elapsed_us, error, .. } = record;
        Self { path, node, inputs, output, cached, started_ms, elapsed_us, error, usage }
    }
}

/// What the steps of a run said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Logs {
    /// The lines.
    pub lines: Vec<Line>,
}

/// Something that a step said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// The number of the event in the run's journal.
    pub seq: u64,
    /// When, as in RFC 3339.
    pub time: String,
    /// Which step.
    pub step: String,
    /// What it said; there may be newlines in it.
    pub text: String,
}

/// Events of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Events {
    /// The events.
    pub events: Vec<Event>,
    /// The number of the event after them: `from` of the next page.
    pub next: u64,
}

/// An event of a run; each kind has more fields of its own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// When, in ms since 1970.
    pub time_ms: u64,
    /// What happened: `step_finished`.
    pub event: String,
    /// What else is told of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The files that a run made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Artifacts {
    /// The files, by name.
    pub artifacts: Vec<Artifact>,
}

/// A sweep.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sweep {
    /// Its id.
    pub sweep: String,
    /// The workflow's id.
    pub workflow: String,
    /// What differs.
    pub axes: Vec<Axis>,
    /// Its runs.
    pub points: Vec<Point>,
}

/// One run of a sweep.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Point {
    /// The values of the axes.
    pub inputs: Map<String, Value>,
    /// The run.
    pub run: Run,
    /// The picture that stands for it.
    pub picture: Option<Artifact>,
}

/// What people said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Verdicts {
    /// The verdicts, newest first.
    pub verdicts: Vec<Verdict>,
}

/// Presets of the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Presets {
    /// The presets, by name.
    pub presets: Vec<Preset>,
}

/// Inputs under a name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// The id of the workflow, if it is for one alone.
    pub workflow: Option<String>,
    /// Values by the input's name; what is absent keeps its default.
    pub inputs: Map<String, Value>,
}

/// Inputs of a workflow.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// Values by the input's name; what is absent has its default.
    #[serde(default)]
    pub inputs: Map<String, Value>,
}

/// A run that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    /// Values by the input's name; what is absent has its default.
    #[serde(default)]
    pub inputs: Map<String, Value>,
    /// Whether it is put into the queue; if not, it waits for `start`.
    #[serde(default = "yes")]
    pub start: bool,
    /// Runs of a higher priority have their turn first.
    #[serde(default)]
    pub priority: i32,
    /// Steps that run although what they give is known, by their paths.
    #[serde(default)]
    pub fresh: Vec<String>,
    /// Use nothing of earlier runs.
    #[serde(default)]
    pub no_cache: bool,
    /// Whether files that the run makes carry their recipe.
    #[serde(default = "yes")]
    pub recipes: bool,
}

fn yes() -> bool {
    true
}

/// A sweep that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSweep {
    /// What all runs have in common, by the input's name.
    #[serde(default)]
    pub inputs: Map<String, Value>,
    /// What differs.
    pub axes: Vec<NewAxis>,
    /// The first values of all axes together, then the second ones; else every value with every other.
    #[serde(default)]
    pub zip: bool,
}

/// The values that one input is to take.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAxis {
    /// The input.
    pub input: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A sweep that was begun.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NewSweepRuns {
    /// Its id.
    pub sweep: String,
    /// Its runs.
    pub runs: Vec<Run>,
}

/// Whether a run may begin.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Preflight {
    /// Whether nothing stands in its way.
    pub ready: bool,
    /// All that stands in its way.
    pub findings: Vec<Finding>,
}

/// A file that was brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Upload {
    /// The value of an input: `upload:DIGEST/cup.png`.
    pub path: String,
    /// What is in it.
    pub digest: Digest,
    /// How many bytes it has.
    pub len: u64,
    /// Its name.
    pub name: String,
}

/// A folder that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFolder {
    /// The files in it.
    pub files: Vec<NewFile>,
}

/// A file of a folder.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFile {
    /// Its name, without folders.
    pub name: String,
    /// The digest that the upload gave.
    pub digest: Digest,
}

/// The files of what was brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Uploaded {
    /// The digest in the value of an input.
    pub digest: Digest,
    /// Whether it is a folder; if not, there is one file, whose digest is the same.
    pub folder: bool,
    /// Its files, by name.
    pub files: Vec<UploadedFile>,
}

/// A file that was brought, as it lies there.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UploadedFile {
    /// Its name, without folders.
    pub name: String,
    /// What is in it. Pictures have a thumbnail, as artifacts do.
    pub digest: Digest,
    /// How many bytes it has.
    pub len: u64,
}

/// A folder of files that were brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Folder {
    /// The value of an input: `upload:DIGEST`.
    pub path: String,
}

/// What somebody says of an artifact.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerdict {
    /// The run that made it.
    pub run: String,
    /// The artifact: its name in the run, or the digest of its content.
    pub artifact: String,
    /// Whether it was picked; if not, it was turned down.
    pub picked: bool,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// A preset that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPreset {
    /// Its name: letters, digits, `-` and `_`.
    pub name: String,
    /// The run whose inputs it keeps.
    pub run: String,
}

/// What is wrong: problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    pub ty: String,
    /// The phrase of the status.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What is wrong.
    pub detail: String,
    /// The stable name of the problem.
    pub code: ProblemCode,
    /// The one thing to do.
    pub hint: Option<String>,
    /// All that stands in the way of a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
    /// What else there is to know.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// The stable name of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// There is no such workflow.
    UnknownWorkflow,
    /// Something stands in the way of the run.
    NotReady,
    /// There is no such run, or it cannot be used in this way.
    WrongRun,
    /// The store could not be read or written.
    StoreFailed,
    /// There is nothing of this name.
    NotFound,
    /// The request does not read as one.
    BadRequest,
    /// What was sent is too large.
    TooLarge,
    /// Too many runs wait.
    QueueFull,
    /// A token is missing or wrong.
    Unauthorized,
    /// This may not be asked from there.
    Forbidden,
    /// The path has no such method.
    MethodNotAllowed,
}
