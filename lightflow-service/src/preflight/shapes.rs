//! The shapes that a run's inputs lead to, against what all steps take: what rustc had to leave open.

use super::{Code, Finding, Preflight};

pub(super) fn check(run: &Preflight<'_>) -> Vec<Finding> {
    let Some(inputs) = run.inputs else { return Vec::new() };
    let broken = (run.workflow.broken_shapes)(inputs.clone()).into_iter();
    let findings = broken.map(|error| {
        let help = error.hint.unwrap_or_else(|| "give it another value".into());
        Finding::new(Code::ShapeMismatch, error.port, error.problem, help)
    });
    findings.collect()
}
