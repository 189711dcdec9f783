//! `fix`: puts in the repairs that are certain, until there are no more.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnose::Finding;
use crate::failure::{Failure, Output};
use crate::fix::{self, Edit};
use crate::report;
use crate::rustc::Cargo;

/// A repair may show a mistake that was hidden behind it; what needs more rounds than this goes round in circles.
const ROUNDS: usize = 6;

/// Repairs the project, or says what would be repaired.
///
/// # Errors
/// With the mistakes that remain, or if a file cannot be written.
pub fn execute(cargo: &Cargo, dry: bool) -> Result<Output, Failure> {
    let mut repaired: Vec<Finding> = Vec::new();
    for round in 0.. {
        let checked = cargo.check()?;
        let groups: Vec<Vec<Edit>> = checked.findings.iter().map(|finding| finding.fix.clone()).collect();
        let applied =
            fix::apply(&checked.root, &groups).map_err(|error| Failure::file(&checked.root, &error))?;
        if applied.is_empty() || round == ROUNDS {
            return conclude(&repaired, &checked.findings, dry);
        }
        let mut left: BTreeMap<usize, Finding> = checked.findings.into_iter().enumerate().collect();
        for file in &applied {
            if !dry {
                file.write(&checked.root)
                    .map_err(|error| Failure::file(checked.root.join(&file.file), &error))?;
            }
            repaired.extend(file.groups.iter().filter_map(|group| left.remove(group)));
        }
        if dry {
            return conclude(&repaired, &left.into_values().collect::<Vec<_>>(), dry);
        }
    }
    unreachable!("the last round concludes")
}

fn conclude(repaired: &[Finding], left: &[Finding], dry: bool) -> Result<Output, Failure> {
    let verb = if dry { "would repair" } else { "repaired" };
    let mut text = String::new();
    for finding in repaired {
        let code = finding.mistake.map_or("", |mistake| mistake.code);
        text += &format!("{verb} {code} at {}:{}: {}\n", finding.file, finding.line, finding.message);
    }
    let data = json!({ "dry_run": dry, "repaired": repaired.iter().map(change).collect::<Vec<_>>() });
    if left.is_empty() {
        let done = match repaired.len() {
            0 => "there is nothing to repair".to_owned(),
            count => format!("{verb} {}, and none is left", report::number(count, "error")),
        };
        return Ok(Output { data, text: format!("{text}{done}\n") });
    }
    let mut details = data;
    details["errors"] = json!(left);
    let failure = Failure::new(crate::failure::Code::CheckFailed, format!("{} left", report::count(left)))
        .text(format!("{text}\n{}", report::report(left)))
        .details(details);
    Err(match left.iter().find_map(|finding| finding.mistake) {
        Some(mistake) => failure.hint(format!("run `cargo lightflow explain {}` for more", mistake.code)),
        None => failure,
    })
}

fn change(finding: &Finding) -> Value {
    json!({
        "code": finding.mistake.map(|mistake| mistake.code),
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
        "edits": finding.fix,
    })
}
