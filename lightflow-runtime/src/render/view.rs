//! What a drawing shows: a graph with its names resolved. Its JSON is the `json` format.

use std::collections::HashMap;

use serde::Serialize;

/// A workflow or composition, ready to be drawn.
///
/// Its JSON has the fields in the order written here. Optional ones are left out when they have
/// nothing to say; `steps`, `inputs`, `outputs` and `result` are always there.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// Counts up when a field changes its meaning or goes away; new fields do not count.
    pub version: u32,
    /// Crate and name.
    pub id: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// The doc comment.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub doc: &'static str,
    /// Where the function is.
    pub source: SourceView,
    /// The fingerprint of its tokens, 32 hexadecimal digits.
    pub fingerprint: String,
    /// The parameters in order.
    pub params: Vec<ParamView>,
    /// The type it gives, as written.
    pub output: &'static str,
    /// The graph.
    pub body: BodyView,
}

/// A parameter of the workflow.
#[derive(Clone, Debug, Serialize)]
pub struct ParamView {
    /// Its name.
    pub name: &'static str,
    /// Its type, as written.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Its doc comment.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub doc: &'static str,
    /// The value it has when none is given, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<&'static str>,
    /// The numbers it takes, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<&'static str>,
    /// The values it takes, as written, when they are a closed set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<&'static str>,
    /// The unit of its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
}

/// One level of the graph: the workflow's own, or the inside of a group, a `for` or an arm.
#[derive(Clone, Debug, Serialize)]
pub struct BodyView {
    /// What it is called where it is drawn.
    pub name: &'static str,
    /// The values that come from outside; the item for a `for`.
    pub params: Vec<&'static str>,
    /// The steps in the order of the source.
    pub steps: Vec<StepView>,
    /// What its result is made of.
    pub result: Vec<InputView>,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// The variable it is bound to, or what it calls; unique in its body.
    pub id: &'static str,
    /// The ids of the steps around it, then its own: what events call it, but for items of a `for`.
    pub path: String,
    /// What it does.
    pub kind: StepKind,
    /// The id of the node or composition that it calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<&'static str>,
    /// The name of what it calls.
    #[serde(skip)]
    pub calls_name: Option<&'static str>,
    /// The doc comment of what it calls.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub doc: &'static str,
    /// The expression of glue, what a branch decides, or the list of a `for`; as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'static str>,
    /// The type that a call gives, as written where it is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<&'static str>,
    /// Where the step is written.
    pub source: SourceView,
    /// The fingerprint of what it calls, 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// How often the node is tried again when it fails.
    #[serde(skip_serializing_if = "is_zero")]
    pub retry: u32,
    /// How long one try may take, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// The resource of which it holds one unit while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<&'static str>,
    /// What the node needs of the world around it: `net`, `bin("ffmpeg")`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Whether the node runs again though its inputs are the same.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub volatile: bool,
    /// How many items of a `for` run at the same time, if the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
    /// What it reads; for a branch or a `for` also what is read inside.
    pub inputs: Vec<InputView>,
    /// The values it gives, by name.
    pub outputs: Vec<&'static str>,
    /// Values of its own body that no later step reads, and the result neither.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub last_uses: Vec<&'static str>,
    /// The inside of a group or a `for`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyView>,
    /// The arms of a branch.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<ArmView>,
    /// Why the inside is not shown, though there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folded: Option<Folded>,
    /// The wires behind `outputs`.
    #[serde(skip)]
    pub(super) writes: Vec<usize>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Calls a function.
    Node,
    /// Runs a composition.
    Group,
    /// Computes a value between nodes.
    Glue,
    /// Runs one of several arms.
    Branch,
    /// Runs its body for every item of a list.
    For,
}

/// Why the inside of a step is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Folded {
    /// It is one of the graphs around it.
    Recursive,
    /// Too many bodies lie around it.
    Deep,
    /// The drawing has too many steps already.
    Large,
}

/// One arm of a branch.
#[derive(Clone, Debug, Serialize)]
pub struct ArmView {
    /// Its pattern, as written.
    pub name: &'static str,
    /// What it runs.
    pub body: BodyView,
}

/// One value that a step reads.
#[derive(Clone, Debug, Serialize)]
pub struct InputView {
    /// The port it goes into; empty between nodes.
    pub port: &'static str,
    /// The name of the value.
    pub wire: &'static str,
    /// The path of the step that gives it; `null` for a parameter.
    pub from: Option<String>,
    /// How many bodies outwards the value lies.
    pub up: u32,
    /// How it is passed.
    pub pass: PassView,
    /// Which wire of that body.
    #[serde(skip)]
    pub(super) index: usize,
}

/// How a value is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PassView {
    /// Shared.
    Borrow,
    /// Copied, because it is used again later.
    Clone,
    /// Given away.
    Move,
}

/// A place in a source file.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// The path as rustc knows it.
    pub file: &'static str,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl StepView {
    /// What a step reads apart from its inside: the list of a `for`, what a branch decides on, and
    /// what it moves into arms. Each value once.
    pub(super) fn own_inputs(&self) -> Vec<&InputView> {
        let mut inside: HashMap<(u32, usize), usize> = HashMap::new();
        // A group reads its parameters and nothing else.
        let arms = self.arms.iter().map(|arm| &arm.body);
        for body in self.body.iter().chain(arms) {
            let steps = body.steps.iter().flat_map(|step| &step.inputs);
            for input in steps.chain(&body.result).filter(|input| input.up > 0) {
                *inside.entry((input.up - 1, input.index)).or_default() += 1;
            }
        }
        // A value is listed once for each time it is read, what is read inside comes last.
        let mut listed: HashMap<(u32, usize), usize> = HashMap::new();
        for input in &self.inputs {
            *listed.entry((input.up, input.index)).or_default() += 1;
        }
        let mut own = Vec::new();
        for input in &self.inputs {
            let key = (input.up, input.index);
            let listed = listed.remove(&key).unwrap_or(0);
            if listed > inside.get(&key).copied().unwrap_or(0) {
                own.push(input);
            }
        }
        own
    }
}

impl View {
    /// The view as indented JSON, ending in a newline.
    pub fn to_json(&self) -> String {
        let mut json =
            serde_json::to_string_pretty(self).expect("a view has string keys and finite numbers only");
        json.push('\n');
        json
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
