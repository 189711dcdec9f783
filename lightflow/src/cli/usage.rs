//! What clap finds wrong with a command line, in the program's own voice.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde_json::json;

use super::failure::{Code, Failure, any_of};
use super::{Context, tree};
use crate::registry::nearest;

/// Turns clap's error into a failure; `words` are what was written after the program's name.
pub(super) fn failure(context: &Context<'_>, error: &clap::Error, words: &[&str]) -> Failure {
    let arg = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let arg_name = bare(&arg);
    let (message, choices) = match error.kind() {
        ErrorKind::InvalidSubcommand => return unknown_command(context, error, words),
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            (format!("there is no flag `{arg}`"), texts(error, ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => (format!("`{arg}` is one argument too many"), Vec::new()),
        ErrorKind::InvalidValue if value.is_empty() => (format!("`{arg_name}` has no value"), Vec::new()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (format!("`{arg_name}` does not take `{value}`"), texts(error, ContextKind::ValidValue))
        }
        ErrorKind::ArgumentConflict => {
            let failure = Failure::new(Code::WrongUsage, format!("`{arg_name}` is given twice"));
            return failure.hint("keep one of them").details(json!({ "argument": arg }));
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg);
            let missing: Vec<String> = missing.iter().map(|arg| format!("`{}`", bare(arg))).collect();
            let verb = if missing.len() == 1 { "is" } else { "are" };
            (format!("{} {verb} missing", missing.join(" and ")), Vec::new())
        }
        ErrorKind::MissingSubcommand => ("a command is missing".into(), Vec::new()),
        _ => (first_line(error), Vec::new()),
    };
    let hint = match choices.as_slice() {
        [] => format!("run `{} --help` to see how it is written", command_of(context, error, words)),
        choices => format!("write {}", any_of(choices)),
    };
    Failure::new(Code::WrongUsage, message).hint(hint).details(json!({ "argument": arg, "value": value }))
}

fn unknown_command(context: &Context<'_>, error: &clap::Error, words: &[&str]) -> Failure {
    let name = text(error, ContextKind::InvalidSubcommand);
    let place = match words {
        ["nodes", ..] => "nodes",
        _ => "",
    };
    let names = tree::names(context, place);
    let near = nearest(&name, names.iter().map(String::as_str));
    let hint = match near.as_slice() {
        [] => {
            let words = [context.program.as_str(), place, "--help"];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            format!("run `{}` to see the commands", words.join(" "))
        }
        near => format!("write {}", any_of(near)),
    };
    Failure::new(Code::UnknownCommand, format!("there is no command `{name}`"))
        .hint(hint)
        .details(json!({ "name": name, "near": near }))
}

fn text(error: &clap::Error, kind: ContextKind) -> String {
    texts(error, kind).join(" ")
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// `--format <FORMAT>` is `--format` for people, and `<NAME>` is `NAME`.
fn bare(arg: &str) -> &str {
    let first = arg.split(' ').next().unwrap_or(arg);
    first.trim_matches(['<', '>', '[', ']', '.'])
}

fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).trim_end_matches('.').to_owned()
}

/// The command of which clap shows the usage, or the first word if it shows none: `studio graph`.
fn command_of(context: &Context<'_>, error: &clap::Error, words: &[&str]) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let is_name = |word: &&str| word.starts_with(|letter: char| letter.is_alphanumeric());
    let mut command: Vec<&str> = usage.split_whitespace().take_while(is_name).collect();
    if command.is_empty() {
        command.push(&context.program);
        command.extend(words.first().filter(|word| is_name(word)));
    }
    command.join(" ")
}
