//! Programs on `PATH`, and environment variables.

use std::path::Path;

use super::{Code, Finding, Preflight};
use lightflow_runtime::spec::Need;

pub(super) fn check(run: &Preflight<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for demand in &run.demands {
        let node = demand.node.name;
        let finding = match demand.need {
            Need::Program(program) if !is_on_path(run, program) => Finding::new(
                Code::ProgramMissing,
                program,
                format!("`{node}` starts it, and it is not on `PATH`"),
                format!("install `{program}`, or add its folder to `PATH`"),
            ),
            Need::Variable(name) if (run.variable)(name).is_none_or(|value| value.is_empty()) => {
                Finding::new(
                    Code::VariableMissing,
                    name,
                    format!("`{node}` reads it, and it is not set"),
                    format!("set it: `export {name}=..`"),
                )
            }
            _ => continue,
        };
        if !findings.iter().any(|known| known.code == finding.code && known.subject == finding.subject) {
            findings.push(finding);
        }
    }
    findings
}

fn is_on_path(run: &Preflight<'_>, program: &str) -> bool {
    if program.contains('/') {
        return is_program(Path::new(program));
    }
    let path = (run.variable)("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_program(&folder.join(program)))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    path.is_file() && access(path, Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}
