//! What other languages' packages say, in a virtual environment below the target folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::done;

/// The Python of an environment that has the packages, which come from PyPI.
pub fn environment(scratch: &Path, packages: &[&str]) -> Result<PathBuf, String> {
    let folder = scratch.join("python");
    let python = folder.join("bin/python");
    if !python.exists() && !done(Command::new("python3").args(["-m", "venv"]).arg(&folder))? {
        return Err("python3 cannot make a virtual environment: install `python3-venv`".into());
    }
    if packages.is_empty() {
        return Ok(python);
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages);
    if done(&mut pip)? { Ok(python) } else { Err(format!("cannot install {}", packages.join(" and "))) }
}
