//! What an operator allows a run: `policies/NAME.toml`.
//!
//! ```toml
//! deny = ["net"]
//! env = ["HF_TOKEN"]
//! max_parallel = 4
//!
//! [resources]
//! gpu = 2
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Code, Finding, Preflight};
use lightflow_runtime::EngineBuilder;
use lightflow_runtime::registry::nearest;
use lightflow_runtime::spec::Need;

/// What can be denied.
const KINDS: &[&str] = &["env", "fs", "model", "net", "process"];

/// What a run may do, as its operator says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunPolicy {
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Kinds of needs that no node may have: `net`, `process`, `fs`, `env`, `model`.
    #[serde(default)]
    pub deny: Vec<String>,
    /// The only environment variables that nodes may read; without it, all.
    pub env: Option<Vec<String>>,
    /// How many steps may be in flight at the same time.
    pub max_parallel: Option<usize>,
    /// How many units there are of each resource.
    #[serde(default)]
    pub resources: BTreeMap<String, usize>,
}

/// A policy that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PolicyError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl RunPolicy {
    /// The policy of this name in the folder `policies`, or in the file of this path.
    ///
    /// `offline` is there by itself: it denies `net`.
    ///
    /// # Errors
    /// When there is no such policy, it does not read as one, or it names what is not known.
    pub fn find(name: &str, policies: &Path) -> Result<Self, PolicyError> {
        let is_path = name.contains('/') || name.ends_with(".toml");
        let path = if is_path { PathBuf::from(name) } else { policies.join(format!("{name}.toml")) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::read(name, &text, &path),
            Err(_) if name == "offline" => {
                Ok(Self { name: name.into(), deny: vec!["net".into()], ..Self::default() })
            }
            Err(error) if is_path => Err(PolicyError {
                message: format!("cannot read the policy `{name}`: {error}"),
                help: "name a file that exists, or a policy of the folder `policies`".into(),
            }),
            Err(_) => {
                let known = known(policies);
                let near = nearest(name, known.iter().map(String::as_str));
                let help = match near.first() {
                    Some(near) => format!("write `{near}`"),
                    None => format!("write it to `{}`, or name its file", path.display()),
                };
                Err(PolicyError { message: format!("there is no policy `{name}`"), help })
            }
        }
    }

    fn read(name: &str, text: &str, path: &Path) -> Result<Self, PolicyError> {
        let mut policy: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let place = line.map(|line| format!(":{line}")).unwrap_or_default();
            PolicyError {
                message: format!("`{}{place}` is no policy: {}", path.display(), error.message().trim()),
                help: "write `deny`, `env`, `max_parallel` and `[resources]`".into(),
            }
        })?;
        if let Some(unknown) = policy.deny.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
            let help = match nearest(unknown, KINDS.iter().copied()).first() {
                Some(near) => format!("write `{near}`"),
                None => format!("use some of {}", KINDS.join(", ")),
            };
            let message = format!("`{}` denies `{unknown}`, which is no need", path.display());
            return Err(PolicyError { message, help });
        }
        policy.name =
            path.file_stem().map_or_else(|| name.into(), |stem| stem.to_string_lossy().into_owned());
        Ok(policy)
    }

    /// Sets up what the policy says of an engine.
    #[must_use]
    pub fn apply(&self, mut engine: EngineBuilder) -> EngineBuilder {
        if let Some(most) = self.max_parallel {
            engine = engine.parallel_steps(most);
        }
        self.resources.iter().fold(engine, |engine, (name, units)| engine.resource(name, *units))
    }
}

fn known(policies: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(policies).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut names: Vec<String> =
        files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.push("offline".into());
    names.sort();
    names
}

pub(super) fn check(run: &Preflight<'_>) -> Vec<Finding> {
    let Some(policy) = run.policy else { return Vec::new() };
    let mut findings = Vec::new();
    for demand in &run.demands {
        let (need, path) = (demand.need, &demand.path);
        let kind = need.kind();
        if policy.deny.iter().any(|denied| denied == kind) {
            findings.push(Finding::new(
                Code::Denied,
                need.to_string(),
                format!("`{path}` needs it, and the policy `{}` denies `{kind}`", policy.name),
                "use a workflow that does without, or another policy",
            ));
        } else if let (Need::Variable(name), Some(allowed)) = (need, &policy.env)
            && !allowed.iter().any(|allowed| allowed == name)
        {
            findings.push(Finding::new(
                Code::Denied,
                need.to_string(),
                format!("`{path}` reads it, and the policy `{}` does not allow it", policy.name),
                format!("add `{name}` to the `env` of the policy, or use another one"),
            ));
        }
    }
    findings
}
