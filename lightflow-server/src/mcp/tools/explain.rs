//! `explain`: what an error code means, or why a run failed and why its steps ran.

use lightflow_errors::{Page, page};
use lightflow_service::runs::{Run, RunId, StepRecord, Store};
use lightflow_service::service::Service;
use rmcp::model::Tool;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Effect, Fault, declared};

pub const NAME: &str = "explain";

/// So many steps and lines are told.
const MOST: usize = 100;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A code as it stands below a message of the compiler: `LF0201`.
    #[serde(default)]
    code: Option<String>,
    /// The id of a run, the beginning of one, or `last` for the newest.
    #[serde(default)]
    run: Option<String>,
}

/// One of the two is there: what was asked for.
#[derive(Serialize, JsonSchema)]
pub struct Explained {
    mistake: Option<Mistake>,
    run: Option<Told>,
}

/// A kind of mistake in the code of workflows.
#[derive(Serialize, JsonSchema)]
struct Mistake {
    code: &'static str,
    title: &'static str,
    meaning: &'static str,
    /// Code with the mistake.
    before: &'static str,
    /// The same code without it.
    after: &'static str,
    /// The one thing to do.
    fix: &'static str,
}

/// What happened in a run.
#[derive(Serialize, JsonSchema)]
struct Told {
    run: Run,
    /// Steps whose output was known.
    known: usize,
    /// Steps that ran, and why: the first of them.
    ran: Vec<Ran>,
    /// How many more ran.
    more: usize,
    /// The last things that steps said, tries that failed among them.
    said: Vec<Said>,
}

/// A step that ran.
#[derive(Serialize, JsonSchema)]
struct Ran {
    step: String,
    node: String,
    why: String,
    /// The run that it was compared with.
    compared_with: Option<RunId>,
    elapsed_us: u64,
    error: Option<String>,
}

/// Something that a step said.
#[derive(Serialize, JsonSchema)]
struct Said {
    step: String,
    text: String,
}

pub fn tool() -> Tool {
    let description = "Say what an error code of the compiler means and how it is repaired (`code`), or why a run failed, \
                       and why its steps ran although earlier runs had them (`run`).";
    declared::<Asked, Explained>(NAME, "Explain an error or a run", description, Effect::Reads)
}

pub fn call(service: &Service, asked: Asked) -> Result<Answer<Explained>, Fault> {
    match (asked.code, asked.run) {
        (Some(code), None) => mistake(&code),
        (None, Some(run)) => run_told(service, &run),
        _ => {
            Err(Fault::bad("there is nothing to explain, or two things", "give `code` or `run`, one of them"))
        }
    }
}

fn mistake(code: &str) -> Result<Answer<Explained>, Fault> {
    let Page { mistake, text, meaning, before, after, fix, .. } = page(code).map_err(|unknown| {
        let hint = match unknown.near.as_slice() {
            [] => "write a code as it stands below a message, such as LF0201".into(),
            near => format!("the codes of this group are {} to {}", near[0], near[near.len() - 1]),
        };
        let code: String = unknown.code.chars().take(80).collect();
        Fault::new("not_found", format!("there is no error `{code}`"), hint)
    })?;
    let mistake = Mistake { code: mistake.code, title: mistake.title, meaning, before, after, fix };
    Ok(Answer::new(Explained { mistake: Some(mistake), run: None }, text))
}

fn run_told(service: &Service, asked: &str) -> Result<Answer<Explained>, Fault> {
    let store = service.store()?;
    let run = store.find(asked)?;
    let steps = store.steps(run.id)?;
    let known = steps.iter().filter(|step| step.cached).count();
    let mut done: Vec<&StepRecord> = steps.iter().filter(|step| !step.cached).collect();
    // What failed is what is asked about.
    done.sort_by_key(|step| step.error.is_none());
    let more = done.len().saturating_sub(MOST);
    let mut ran = Vec::new();
    for step in done.into_iter().take(MOST) {
        ran.push(why(service, store, &run, step)?);
    }
    let lines = service.runs()?.logs(run.id, None)?;
    let said: Vec<Said> = lines[lines.len().saturating_sub(MOST)..]
        .iter()
        .map(|line| Said { step: line.step.clone(), text: line.text.clone() })
        .collect();
    let mut text = format!("run {} of {}: {}", run.id, run.workflow, run.status);
    text.extend(run.error.as_ref().map(|error| format!("; {error}")));
    text.push_str(&format!("\n{} steps ran, {known} were known", ran.len() + more));
    for Ran { step, why, error, .. } in &ran {
        text.push_str(&format!("\n- `{step}`: {why}"));
        text.extend(error.as_ref().map(|error| format!("; it failed: {error}")));
    }
    if more > 0 {
        text.push_str(&format!("\nand {more} more"));
    }
    for Said { step, text: line } in said.iter().rev().take(10).rev() {
        text.push_str(&format!("\n`{step}` said: {line}"));
    }
    let told = Told { run, known, ran, more, said };
    Ok(Answer::new(Explained { mistake: None, run: Some(told) }, text))
}

fn why(service: &Service, store: &Store, run: &Run, step: &StepRecord) -> Result<Ran, Fault> {
    let last = store.last_step(&run.workflow, &step.path, Some(run.id))?;
    let volatile = service.registry().node(&step.node).is_ok_and(|node| node.volatile);
    Ok(Ran {
        step: step.path.clone(),
        node: step.node.clone(),
        why: reason(step, last.as_ref().map(|(_, step)| step), volatile),
        compared_with: last.map(|(run, _)| run),
        elapsed_us: step.elapsed_us,
        error: step.error.clone(),
    })
}

/// Why a step ran, by the record of it and the one before.
fn reason(step: &StepRecord, last: Option<&StepRecord>, volatile: bool) -> String {
    let Some(last) = last else { return "no run had it before".into() };
    if last.node != step.node {
        return format!("it called `{}` before", last.node);
    }
    if volatile {
        return "it is volatile".into();
    }
    if last.fingerprint != step.fingerprint {
        return "its code changed".into();
    }
    let was = |port: &str| last.inputs.iter().find(|(name, _)| name == port).map(|(_, digest)| *digest);
    let changed: Vec<String> = step
        .inputs
        .iter()
        .filter(|(port, digest)| was(port) != Some(*digest))
        .map(|(port, _)| format!("`{port}`"))
        .collect();
    match changed.as_slice() {
        [] => {
            "nothing of it changed: it was asked for, or what it gave was gone or names another output folder"
                .into()
        }
        [port] => format!("its input {port} changed"),
        ports => format!("its inputs {} changed", ports.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lightflow_service::runs::Digest;

    #[test]
    fn the_reason_is_what_differs_from_the_record_before() {
        let mut last = StepRecord::new("fit", "studio/fit", "aa");
        last.inputs = vec![("side".into(), Digest::of(b"1")), ("image".into(), Digest::of(b"2"))];
        let mut step = last.clone();
        assert_eq!(reason(&step, None, false), "no run had it before");
        assert!(reason(&step, Some(&last), false).starts_with("nothing of it changed"));
        step.inputs[0].1 = Digest::of(b"3");
        assert_eq!(reason(&step, Some(&last), false), "its input `side` changed");
        step.fingerprint = "bb".into();
        assert_eq!(reason(&step, Some(&last), false), "its code changed");
        assert_eq!(reason(&step, Some(&last), true), "it is volatile");
    }
}
