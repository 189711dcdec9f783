//! `completions SHELL`: a script that completes commands, workflows, flags and values.

use clap::ArgMatches;
use clap_complete::Shell;

use super::failure::Failure;
use super::{Context, Output, tree};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let shell = *matches.get_one::<Shell>("shell").expect("clap asks for a shell");
    let mut command = tree::command(context, tree::Workflows::Listed);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, context.program.clone(), &mut script);
    Ok(Output::Raw(String::from_utf8_lossy(&script).into_owned()))
}
