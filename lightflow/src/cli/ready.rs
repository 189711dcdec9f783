//! Whether a run may begin: its inputs as they were written, and what is around it, in one report.

use serde_json::json;

use super::Context;
use super::collect::{Collected, Mistake};
use super::failure::{Code, Failure};
use super::flags::Purpose;
use super::inputs::{self, Checked, Gathered, gather, report};
use crate::preflight::Finding;
use crate::registry::Launch;
use crate::runs::{Place, Reuse};
use crate::service::{Ask, Ready, Service};
use crate::spec::WorkflowSpec;

/// A workflow, and the command line that asks for it.
pub(super) struct Asked {
    pub workflow: &'static WorkflowSpec,
    pub launch: Launch,
    pub purpose: Purpose,
    pub checked: Checked,
    mistakes: Vec<Mistake>,
    /// What is asked for, but for the inputs.
    ask: Ask,
}

impl Asked {
    /// Reads the words that follow a workflow's name.
    pub fn read(
        context: &mut Context<'_>,
        (workflow, launch): (&'static WorkflowSpec, Launch),
        purpose: Purpose,
        words: &[String],
    ) -> Self {
        let ask = Ask::new(workflow.graph.id, json!({}));
        Self::on_top_of(context, (workflow, launch), purpose, words, ask)
    }

    /// The same, for changes of what was asked before.
    pub fn on_top_of(
        context: &mut Context<'_>,
        (workflow, launch): (&'static WorkflowSpec, Launch),
        purpose: Purpose,
        words: &[String],
        mut ask: Ask,
    ) -> Self {
        let before = std::mem::take(&mut ask.inputs);
        let Gathered { checked, mistakes } = gather(context, workflow, purpose, words, &before);
        Self { workflow, launch, purpose, checked, mistakes, ask }
    }

    pub fn flags(&self) -> &Collected {
        &self.checked.flags
    }

    pub fn wants_help(&self) -> bool {
        self.checked.flags.help
    }

    /// Whether something is wrong with the line itself.
    pub fn is_wrong(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// Checks everything.
    ///
    /// # Errors
    /// One failure that names all that stands in the way.
    pub fn ready(self, context: &Context<'_>, service: &Service) -> Result<Ready, Failure> {
        let purpose = self.purpose;
        let (ready, findings) = self.looked_at(context, service)?;
        match findings.as_slice() {
            [] => Ok(ready),
            findings => Err(refused(context, ready.workflow, purpose, &[], findings)),
        }
    }

    /// Checks the inputs, and looks at what is around the run.
    ///
    /// # Errors
    /// When inputs are wrong: then the failure names what else stands in the way, too.
    pub fn looked_at(
        self,
        context: &Context<'_>,
        service: &Service,
    ) -> Result<(Ready, Vec<Finding>), Failure> {
        let Self { workflow, launch, purpose, checked, mistakes, mut ask } = self;
        let flags = &checked.flags;
        let here = Place::here(flags.out.as_deref());
        ask.place.folder = ask.place.folder.or(here.folder);
        ask.place.output_folder = here.output_folder.or(ask.place.output_folder);
        ask.models = flags.models.clone().or(ask.models);
        ask.policy = flags.policy.clone().or(ask.policy);
        ask.recipes &=
            !flags.no_recipe && std::env::var_os("LIGHTFLOW_RECIPES").is_none_or(|set| set != "none");
        ask.reuse =
            Reuse { nothing: flags.no_cache, fresh: flags.fresh.clone(), explain: flags.explain_cache };
        let (surroundings, findings) = service.surroundings(workflow, &ask, purpose == Purpose::Preflight);
        match (mistakes.as_slice(), findings.as_slice()) {
            ([], _) => {}
            (mistakes, []) => return Err(report(context, workflow, purpose, mistakes)),
            (mistakes, findings) => return Err(refused(context, workflow, purpose, mistakes, findings)),
        }
        let ready = service.ready(workflow, launch, checked.values, ask, surroundings);
        // What only reading the values themselves shows.
        ready.prepared().map_err(|errors| inputs::refused(context, workflow, purpose, &errors))?;
        Ok((ready, findings))
    }
}
fn refused(
    context: &Context<'_>,
    workflow: &WorkflowSpec,
    purpose: Purpose,
    mistakes: &[Mistake],
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
    *failure.details = json!({ "workflow": workflow.graph.id, "inputs": mistakes, "findings": findings });
    let hint = match mistakes {
        [] => format!("run `{} preflight {name} ..` to check again; nothing has run", context.program),
        _ => format!("run `{} {} {name} --help` to see every input", context.program, purpose.command()),
    };
    failure.hint(hint)
}
