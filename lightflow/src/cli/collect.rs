//! Reads a workflow's flags and goes on after a mistake, so that one report names all of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::axis;
use super::failure::any_of;
use super::flags::{Flag, What, choices, flag_of};
use super::shape::Shape;
use crate::registry::nearest;

/// One thing that is wrong with the inputs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Mistake {
    /// The input, when it is known.
    pub port: Option<String>,
    /// What the user wrote or has to write: `--side`.
    #[serde(rename = "flag")]
    pub place: String,
    pub problem: String,
    pub hint: Option<String>,
}

/// What the flags say.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Values by the port's name.
    pub values: Map<String, Value>,
    pub mistakes: Vec<Mistake>,
    /// Inputs that a misspelled flag was probably meant for: they are not called missing too.
    pub meant: Vec<String>,
    /// Several values of an input, by the port's name.
    pub axes: Vec<(&'static str, Vec<Value>)>,
    pub zip: bool,
    pub sheet: Option<PathBuf>,
    pub inputs: Option<String>,
    pub preset: Option<String>,
    pub recipe: Option<PathBuf>,
    pub no_recipe: bool,
    pub out: Option<PathBuf>,
    pub models: Option<PathBuf>,
    pub policy: Option<String>,
    pub store: Option<String>,
    pub no_cache: bool,
    pub fresh: Vec<String>,
    pub explain_cache: bool,
    pub json: bool,
    pub events: bool,
    pub help: bool,
}

/// Reads flags in the forms `--name value`, `--name=value` and, for a `bool`, `--name`.
pub(super) fn collect(flags: &[Flag], words: &[String]) -> Collected {
    let mut collected = Collected::default();
    let mut given: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) else {
            collected.stray(word);
            continue;
        };
        let (name, inline) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let dashed = name.replace('_', "-");
        let Some(index) = flags.iter().position(|flag| flag.name == dashed) else {
            if inline.is_none() {
                words.next_if(|next| !next.starts_with("--"));
            }
            collected.unknown(flags, name, &dashed);
            continue;
        };
        let flag = &flags[index];
        let value = match inline {
            Some(value) => Some(value),
            None if flag.takes_value() => words.next_if(|next| !next.starts_with("--")),
            None => None,
        };
        let value = match value {
            None if flag.takes_value() && !flag.is_bool() => {
                let hint = format!("write `--{}=VALUE`", flag.name);
                collected.wrong(flag, "it has no value", Some(hint));
                continue;
            }
            Some(_) if !flag.takes_value() => {
                collected.wrong(flag, "it takes no value", None);
                continue;
            }
            value => value.unwrap_or("true"),
        };
        given.entry(index).or_default().push(value.to_owned());
    }
    for (index, texts) in given {
        collected.set(&flags[index], texts);
    }
    collected
}

impl Collected {
    fn set(&mut self, flag: &Flag, mut texts: Vec<String>) {
        let last = texts.last().cloned().unwrap_or_default();
        match &flag.what {
            What::Json => self.json = true,
            What::Events => self.events = true,
            What::Help => self.help = true,
            What::NoCache => self.no_cache = true,
            What::ExplainCache => self.explain_cache = true,
            What::Fresh => self.fresh = texts,
            What::Zip => self.zip = true,
            What::NoRecipe => self.no_recipe = true,
            What::Inputs
            | What::Preset
            | What::Recipe
            | What::Out
            | What::Models
            | What::Policy
            | What::Store
            | What::Sheet
                if texts.len() > 1 =>
            {
                self.doubled(flag, &texts)
            }
            What::Sheet => self.sheet = Some(last.into()),
            What::Inputs => self.inputs = Some(last),
            What::Preset => self.preset = Some(last),
            What::Recipe => self.recipe = Some(last.into()),
            What::Out => self.out = Some(last.into()),
            What::Models => self.models = Some(last.into()),
            What::Policy => self.policy = Some(last),
            What::Store => self.store = Some(last),
            What::Axis(port, form) => match axis::read(&form.shape, &texts) {
                Ok(values) => {
                    self.values.insert(port.name.into(), values[0].clone());
                    if values.len() > 1 {
                        self.axes.push((port.name, values));
                    }
                }
                Err((problem, hint)) => self.wrong(flag, &problem, Some(hint.into())),
            },
            What::Port(port, form) => {
                let read = if texts.len() == 1 {
                    form.shape.read(&texts.remove(0))
                } else {
                    match form.shape.read_all(&texts) {
                        Some(read) => read,
                        None => return self.doubled(flag, &texts),
                    }
                };
                match read {
                    Ok(value) => {
                        let known = choices(port, form);
                        let near = match &value {
                            Value::String(text) if !known.contains(text) => {
                                nearest(text, known.iter().map(String::as_str))
                            }
                            _ => Vec::new(),
                        };
                        if let [near, ..] = near.as_slice() {
                            let problem =
                                format!("`{last}` is none of {}", any_of(&known).replace(" or ", ", "));
                            let hint = format!("did you mean `{near}`?");
                            return self.wrong(flag, &problem, Some(hint));
                        }
                        drop(self.values.insert(port.name.into(), value));
                    }
                    Err(problem) => {
                        let hint = match form.shape {
                            Shape::List(_) => "write `[\"a\",\"b\"]`, or items separated by commas",
                            _ => "quote it for the shell: '{\"key\": 1}'",
                        };
                        self.wrong(flag, &problem, Some(hint.into()));
                    }
                }
            }
        }
    }

    fn doubled(&mut self, flag: &Flag, texts: &[String]) {
        let values: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
        let times = match texts.len() {
            2 => "twice".into(),
            times => format!("{times} times"),
        };
        let problem = format!("it is given {times}: {}", values.join(", "));
        self.wrong(flag, &problem, Some("keep one of them".into()));
    }

    fn wrong(&mut self, flag: &Flag, problem: &str, hint: Option<String>) {
        let port = match flag.what {
            What::Port(port, _) | What::Axis(port, _) => Some(port.name.to_owned()),
            _ => None,
        };
        self.mistakes.push(Mistake {
            port,
            place: format!("--{}", flag.name),
            problem: problem.into(),
            hint,
        });
    }

    fn unknown(&mut self, flags: &[Flag], name: &str, dashed: &str) {
        let near = nearest(dashed, flags.iter().map(|flag| flag.name.as_str()));
        if let Some(near) = near.first() {
            let meant = flags.iter().find_map(|flag| match flag.what {
                What::Port(port, _) | What::Axis(port, _) if flag.name == *near => Some(port.name),
                _ => None,
            });
            self.meant.extend(meant.map(str::to_owned));
        }
        self.mistakes.push(Mistake {
            port: None,
            place: format!("--{name}"),
            problem: "there is no such flag".into(),
            hint: near.first().map(|near| format!("did you mean `--{near}`?")),
        });
    }

    fn stray(&mut self, word: &str) {
        if word == "-h" {
            self.help = true;
            return;
        }
        self.mistakes.push(Mistake {
            port: None,
            place: word.into(),
            problem: "it belongs to no flag".into(),
            hint: Some("write inputs as `--name value`".into()),
        });
    }

    /// A port's place as the user writes it.
    pub fn place(flags: &[Flag], port: &str) -> String {
        flag_of(flags, port).unwrap_or_else(|| port.to_owned())
    }
}
