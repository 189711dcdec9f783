//! Runs of one workflow over several values of some inputs.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Ask, Ended, Ready, Service, ServiceError};
use crate::runs::RunId;

/// So many runs are the most of one sweep.
pub const MOST: usize = 1_000;

/// What is to be tried out.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// What all runs have in common.
    pub ask: Ask,
    /// What differs.
    pub axes: Vec<Axis>,
    /// The first values of all axes together, then the second ones; else every value with every other.
    pub zip: bool,
}

/// The values that one input takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Axis {
    /// The input.
    pub input: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A sweep that may begin: all of its runs are checked.
#[derive(Debug)]
pub struct ReadySweep {
    /// Its name, which its runs carry.
    pub id: String,
    /// What differs.
    pub axes: Vec<Axis>,
    /// Whether the values of the axes go together.
    pub zip: bool,
    /// Its runs, those of the last axis next to each other.
    pub points: Vec<Point>,
}

/// One run of a sweep.
#[derive(Debug)]
pub struct Point {
    /// The values of the axes.
    pub values: Vec<Value>,
    /// The run.
    pub ready: Ready,
}

/// What came of one run of a sweep.
#[derive(Clone, Debug, Serialize)]
pub struct Swept {
    /// The values of the axes.
    pub inputs: Map<String, Value>,
    /// The run, if it is kept.
    pub run: Option<RunId>,
    /// Where its files are.
    pub folder: PathBuf,
    /// What it gave.
    pub result: Option<Value>,
    /// Why it failed.
    pub error: Option<String>,
    /// The picture that stands for it.
    pub picture: Option<PathBuf>,
    /// Steps that were finished.
    pub steps: u64,
    /// Steps among them that were known: what runs have in common is computed once.
    pub cached: u64,
}

impl Service {
    /// Checks every run of a sweep, and starts none.
    ///
    /// Each has a folder of its own for its files, in the folder that was asked for.
    ///
    /// # Errors
    /// With all that stands in the way of the first run that cannot begin, or when there are too many.
    pub fn sweep(&self, sweep: Sweep) -> Result<ReadySweep, ServiceError> {
        let Sweep { ask, axes, zip } = sweep;
        let points = points(&axes, zip)?;
        let id = self.store()?.new_name();
        let (workflow, _) = self.workflow(&ask.workflow)?;
        let out = ask.place.output_folder.clone().unwrap_or_else(|| Path::new("out").join("sweep"));
        let mut names = Names::default();
        let mut checked = Vec::with_capacity(points.len());
        for values in points {
            let mut ask = ask.clone();
            ask.sweep = Some(id.clone());
            ask.inputs.extend(axes.iter().map(|axis| axis.input.clone()).zip(values.iter().cloned()));
            ask.place.output_folder = Some(out.join(names.of(&axes, &values)));
            let ready = self.check(ask).map_err(|error| at(workflow.graph.id, &axes, &values, error))?;
            checked.push(Point { values, ready });
        }
        Ok(ReadySweep { id, axes, zip, points: checked })
    }
}

/// Says at which values something stands in the way.
fn at(workflow: &'static str, axes: &[Axis], values: &[Value], error: ServiceError) -> ServiceError {
    let ServiceError::NotReady { mut findings, .. } = error else { return error };
    for finding in &mut findings {
        finding.message = format!("at {}: {}", label(axes, values), finding.message);
    }
    ServiceError::NotReady { workflow, findings }
}

/// `seed 3, side 256`.
pub fn label(axes: &[Axis], values: &[Value]) -> String {
    let pairs = axes.iter().zip(values).map(|(axis, value)| format!("{} {}", axis.input, plain(value)));
    pairs.collect::<Vec<_>>().join(", ")
}

/// A value without the quotes of JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The values of each run.
fn points(axes: &[Axis], zip: bool) -> Result<Vec<Vec<Value>>, ServiceError> {
    let refused = |message: String, hint: &str| Err(ServiceError::refused(message, hint));
    if axes.is_empty() || axes.iter().any(|axis| axis.values.is_empty()) {
        return refused("the sweep has no values".into(), "give an input several: `--seed 1..=6`");
    }
    if zip {
        let counts: Vec<String> =
            axes.iter().map(|axis| format!("`{}` has {}", axis.input, axis.values.len())).collect();
        let count = axes[0].values.len();
        if axes.iter().any(|axis| axis.values.len() != count) {
            return refused(
                format!("values that go together must be as many: {}", counts.join(", ")),
                "give all the same number of values, or leave `--zip` away",
            );
        }
        if count > MOST {
            return refused(
                format!("the sweep has {count} runs, and {MOST} are the most"),
                "try fewer values",
            );
        }
        return Ok((0..count)
            .map(|index| axes.iter().map(|axis| axis.values[index].clone()).collect())
            .collect());
    }
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.values.len()));
    match count {
        Some(count) if count <= MOST => {}
        count => {
            let count = count.map_or_else(|| "too many".into(), |count| count.to_string());
            return refused(
                format!("the sweep has {count} runs, and {MOST} are the most"),
                "try fewer values",
            );
        }
    }
    let mut points = vec![Vec::new()];
    for axis in axes {
        points = points
            .into_iter()
            .flat_map(|point| {
                axis.values.iter().map(move |value| point.iter().cloned().chain([value.clone()]).collect())
            })
            .collect();
    }
    Ok(points)
}

/// Names of folders, each once.
#[derive(Default)]
struct Names(std::collections::BTreeSet<String>);

impl Names {
    /// `seed-3_side-256`, or a number where that would be no good name.
    fn of(&mut self, axes: &[Axis], values: &[Value]) -> String {
        let part = |(axis, value): (&Axis, &Value)| format!("{}-{}", axis.input, plain(value));
        let name: Vec<String> = axes.iter().zip(values).map(part).collect();
        let allowed =
            |letter: char| if letter.is_alphanumeric() || "-.".contains(letter) { letter } else { '_' };
        let name: String = name.join("_").chars().map(allowed).collect();
        let name = if name.len() > 80 || self.0.contains(&name) {
            format!("point-{}", self.0.len() + 1)
        } else {
            name
        };
        self.0.insert(name.clone());
        name
    }
}

impl Swept {
    /// What came of a run.
    pub fn of(axes: &[Axis], values: Vec<Value>, run: Option<RunId>, folder: PathBuf, ended: &Ended) -> Self {
        let inputs = axes.iter().map(|axis| axis.input.clone()).zip(values).collect();
        let (result, error) = match &ended.result {
            Ok(result) => (Some(result.clone()), None),
            Err(error) => (None, Some(error.to_string())),
        };
        let picture = picture(result.as_ref(), &ended.artifacts);
        let Ended { steps, cached, .. } = *ended;
        Self { inputs, run, folder, result, error, picture, steps, cached }
    }
}

/// The picture that the result names, or the last one that was made.
fn picture(result: Option<&Value>, artifacts: &[PathBuf]) -> Option<PathBuf> {
    let is_picture = |path: &&PathBuf| {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        ["png", "jpg", "jpeg", "webp"].contains(&extension.as_str())
    };
    let pictures: Vec<&PathBuf> = artifacts.iter().filter(is_picture).collect();
    let named = pictures.iter().find(|path| result.is_some_and(|result| names(result, path)));
    named.or(pictures.last()).map(|path| path.to_path_buf())
}

fn names(value: &Value, path: &Path) -> bool {
    match value {
        Value::String(text) => Path::new(text) == path,
        Value::Array(items) => items.iter().any(|item| names(item, path)),
        Value::Object(fields) => fields.values().any(|field| names(field, path)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn axis(input: &str, values: &[u32]) -> Axis {
        Axis { input: input.into(), values: values.iter().map(|value| json!(value)).collect() }
    }

    #[test]
    fn every_value_meets_every_other_or_goes_with_one() {
        let axes = [axis("seed", &[1, 2]), axis("side", &[64, 128])];
        let product = points(&axes, false).unwrap();
        assert_eq!(json!(product), json!([[1, 64], [1, 128], [2, 64], [2, 128]]));
        assert_eq!(json!(points(&axes, true).unwrap()), json!([[1, 64], [2, 128]]));
    }

    #[test]
    fn a_sweep_that_makes_no_sense_is_refused() {
        let uneven = points(&[axis("seed", &[1, 2]), axis("side", &[64])], true).unwrap_err();
        assert_eq!(uneven.to_string(), "values that go together must be as many: `seed` has 2, `side` has 1");
        assert!(points(&[], false).is_err());
        let many: Vec<u32> = (0..40).collect();
        let too_many = points(&[axis("a", &many), axis("b", &many)], false).unwrap_err();
        assert_eq!(too_many.to_string(), "the sweep has 1600 runs, and 1000 are the most");
    }

    #[test]
    fn folders_have_names_that_say_what_is_in_them() {
        let axes = [axis("seed", &[1]), Axis { input: "title".into(), values: vec![json!("../a b")] }];
        let mut names = Names::default();
        let values = [json!(1), json!("../a b")];
        assert_eq!(names.of(&axes, &values), "seed-1_title-.._a_b");
        assert_eq!(names.of(&axes, &values), "point-2");
    }
}
