//! Why a step ran although an earlier run had it.

use lightflow_store::{RunId, StepRecord};
use serde::Serialize;

use lightflow_runtime::record::StepKey;

/// Why one step ran.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// The step.
    pub step: String,
    /// What it called.
    pub calls: &'static str,
    /// The reason.
    #[serde(flatten)]
    pub reason: Reason,
    /// The run that it was compared with.
    pub compared_with: Option<RunId>,
}

/// The reason for which a step ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// No run of this workflow had this step before.
    New,
    /// It calls another node now.
    OtherNode {
        /// What it called.
        was: String,
    },
    /// The node's code or options changed.
    Code,
    /// These inputs changed.
    Inputs {
        /// Their ports.
        ports: Vec<String>,
    },
    /// The node is `volatile`.
    Volatile,
    /// It was asked for: `--fresh`, or no cache at all.
    Asked,
    /// All is the same, but the output is not in the store any more, or the program reads it in another way.
    Gone,
}

impl Reason {
    /// The reason that a step was not known, with the last record of it.
    pub fn of(key: &StepKey, fingerprint: &str, last: Option<&StepRecord>) -> Self {
        let Some(last) = last else { return Self::New };
        if last.node != key.node.id {
            return Self::OtherNode { was: last.node.clone() };
        }
        if key.node.volatile {
            return Self::Volatile;
        }
        if last.fingerprint != fingerprint {
            return Self::Code;
        }
        let was = |port: &str| last.inputs.iter().find(|(name, _)| name == port).map(|(_, digest)| digest.0);
        let changed = key.inputs.iter().filter(|input| was(input.port) != Some(*input.digest.as_bytes()));
        let ports: Vec<String> = changed.map(|input| input.port.to_owned()).collect();
        if ports.is_empty() { Self::Gone } else { Self::Inputs { ports } }
    }

    /// For people.
    pub fn text(&self) -> String {
        match self {
            Self::New => "no run had it before".into(),
            Self::OtherNode { was } => format!("it called `{was}` before"),
            Self::Code => "its code changed".into(),
            Self::Inputs { ports } => match ports.as_slice() {
                [port] => format!("its input `{port}` changed"),
                ports => {
                    let ports: Vec<String> = ports.iter().map(|port| format!("`{port}`")).collect();
                    format!("its inputs {} changed", ports.join(", "))
                }
            },
            Self::Volatile => "it is volatile".into(),
            Self::Asked => "it was asked for".into(),
            Self::Gone => "its output is not in the store any more".into(),
        }
    }
}
