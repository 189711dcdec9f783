//! `check`: what is wrong, where in which step, and how it is repaired.

use serde_json::json;

use crate::diagnose::Finding;
use crate::failure::{Code, Failure, Output};
use crate::report;
use crate::rustc::Cargo;

/// Checks the project.
///
/// # Errors
/// With all mistakes that were found.
pub fn execute(cargo: &Cargo) -> Result<Output, Failure> {
    let checked = cargo.check()?;
    if checked.findings.is_empty() {
        return Ok(Output { data: json!({ "errors": [] }), text: "no errors\n".into() });
    }
    Err(failure(&checked.findings))
}

/// What is left to repair.
pub fn failure(findings: &[Finding]) -> Failure {
    let hint = if findings.iter().any(|finding| !finding.fix.is_empty()) {
        Some("run `cargo lightflow fix` for the repairs that are certain".to_owned())
    } else {
        let code = findings.iter().find_map(|finding| finding.mistake);
        code.map(|mistake| format!("run `cargo lightflow explain {}` for more", mistake.code))
    };
    let failure = Failure::new(Code::CheckFailed, report::count(findings))
        .text(report::report(findings))
        .details(json!({ "errors": findings }));
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
