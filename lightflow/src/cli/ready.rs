//! Whether a run may begin: its inputs and what is around it, in one report.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Context;
use super::failure::{Code, Failure};
use super::flags::Purpose;
use super::inputs::{self, Checked, Gathered, gather, report};
use crate::preflight::{Code as FindingCode, Finding, Preflight, RunPolicy};
use crate::spec::WorkflowSpec;
use crate::{EngineBuilder, ModelFolders};

/// Where the policies of a project are.
const POLICIES: &str = "policies";

/// A run that may begin.
pub(super) struct Ready {
    pub checked: Checked,
    policy: Option<RunPolicy>,
    models: ModelFolders,
}

impl Ready {
    /// An engine as the flags and the policy want it.
    pub fn engine(&self, mut engine: EngineBuilder) -> EngineBuilder {
        if let Some(policy) = &self.policy {
            engine = policy.apply(engine);
        }
        if let Some(folder) = &self.checked.flags.out {
            engine = engine.output_folder(folder);
        }
        engine.models(self.models.clone())
    }
}

/// Reads the flags and checks everything.
///
/// # Errors
/// One failure that names all that stands in the way.
pub(super) fn ready(
    context: &mut Context<'_>,
    workflow: &'static WorkflowSpec,
    purpose: Purpose,
    words: &[String],
) -> Result<Ready, Failure> {
    let Gathered { checked, mistakes } = gather(context, workflow, purpose, words);
    let mut models = ModelFolders::of_environment(|name| std::env::var_os(name));
    if let Some(folder) = &checked.flags.models {
        models = models.first(folder);
    }
    if checked.flags.help {
        return Ok(Ready { checked, policy: None, models });
    }
    let mut findings = Vec::new();
    let policy = checked.flags.policy.as_deref().map(|name| RunPolicy::find(name, Path::new(POLICIES)));
    let policy = match policy.transpose() {
        Ok(policy) => policy,
        Err(error) => {
            findings.push(Finding::new(FindingCode::NoPolicy, "--policy", error.message, error.help));
            None
        }
    };
    let mut preflight = Preflight::of(workflow).models(models.clone()).digests(purpose == Purpose::Preflight);
    if let Some(policy) = &policy {
        preflight = preflight.policy(policy);
    }
    // Without the flag, only a node that says that it writes files is known to need the folder.
    let writes = workflow.graph.demands().iter().any(|demand| demand.need.kind() == "fs");
    let folder = checked.flags.out.clone().or_else(|| writes.then(|| PathBuf::from("out")));
    if let Some(folder) = folder {
        preflight = preflight.output_folder(folder);
    }
    // The inputs are checked already, with the flags that they were written in.
    findings.extend(preflight.check());
    if findings.is_empty() && mistakes.is_empty() {
        return Ok(Ready { checked, policy, models });
    }
    if findings.is_empty() {
        return Err(report(context, workflow, purpose, &mistakes));
    }
    Err(refused(context, workflow, purpose, &mistakes, &findings))
}

fn refused(
    context: &Context<'_>,
    workflow: &WorkflowSpec,
    purpose: Purpose,
    mistakes: &[super::collect::Mistake],
    findings: &[Finding],
) -> Failure {
    let paint = context.io.err_paint();
    let name = context.name_of(workflow.graph.id);
    let count = findings.len() + mistakes.len();
    let things = if count == 1 { "one thing stands".into() } else { format!("{count} things stand") };
    let mut failure = Failure::new(Code::NotReady, format!("`{name}` cannot run: {things} in the way"));
    let mut rows = inputs::rows(mistakes, paint);
    rows.extend(
        findings.iter().map(|finding| {
            vec![paint.bold(&finding.subject), format!("{}; {}", finding.message, finding.help)]
        }),
    );
    failure.lines = super::table::columns(&rows).lines().map(str::to_owned).collect();
    failure.details = json!({ "workflow": workflow.graph.id, "inputs": mistakes, "findings": findings });
    let hint = match mistakes {
        [] => format!("run `{} preflight {name} ..` to check again; nothing has run", context.program),
        _ => format!("run `{} {} {name} --help` to see every input", context.program, purpose.command()),
    };
    failure.hint(hint)
}
