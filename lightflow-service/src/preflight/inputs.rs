//! The values of a run's inputs, against what all ports that they feed take.

use super::{Code, Finding, Preflight};
use lightflow_runtime::registry::check_inputs;

pub(super) fn check(run: &Preflight<'_>) -> Vec<Finding> {
    let Some(inputs) = run.inputs else { return Vec::new() };
    let Err(errors) = check_inputs(run.workflow.graph.inputs(), inputs.clone()) else { return Vec::new() };
    let findings = errors.0.into_iter().map(|error| {
        let help = error.hint.unwrap_or_else(|| "give it another value".into());
        Finding::new(Code::InvalidInput, error.port, error.problem, help)
    });
    findings.collect()
}
