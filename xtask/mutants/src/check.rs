//! Asks rustc about all mutants at once: each is a program of one crate.

use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::edits::Mutant;

/// What rustc said of a mutant.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Where its errors point, in bytes, with their texts.
    pub errors: Vec<(Range<usize>, String)>,
}

/// Checks all mutants; the verdicts are in their order.
pub fn judge(root: &Path, scratch: &Path, mutants: &[Mutant]) -> Result<Vec<Verdict>, String> {
    let say = |error: std::io::Error| error.to_string();
    let programs = scratch.join("src/bin");
    let _ = fs::remove_dir_all(scratch.join("src"));
    fs::create_dir_all(&programs).map_err(say)?;
    fs::write(scratch.join("Cargo.toml"), manifest(root)).map_err(say)?;
    fs::write(scratch.join("src/lib.rs"), library(root)).map_err(say)?;
    let _ = fs::copy(root.join("Cargo.lock"), scratch.join("Cargo.lock"));
    for (index, mutant) in mutants.iter().enumerate() {
        let text = format!("{}\n\nfn main() {{}}\n", mutant.text);
        fs::write(programs.join(format!("m{index:04}.rs")), text).map_err(say)?;
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(scratch)
        .args(["check", "--bins", "--keep-going", "--message-format=json", "--quiet"])
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .output()
        .map_err(say)?;
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
            continue;
        }
        let target = message["target"]["name"].as_str().unwrap_or_default().to_owned();
        if message["target"]["kind"][0] != "bin" {
            return Err(format!("the unmutated sources do not compile:\n{}", message["message"]["rendered"]));
        }
        let text = message["message"]["message"].as_str().unwrap_or_default().to_owned();
        let verdict = verdicts.entry(target).or_default();
        for span in message["message"]["spans"].as_array().into_iter().flatten() {
            let place = |key: &str| span[key].as_u64().unwrap_or_default() as usize;
            if span["is_primary"] == true {
                verdict.errors.push((place("byte_start")..place("byte_end"), text.clone()));
            }
        }
    }
    if verdicts.is_empty() {
        return Err(format!("nothing was checked:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok((0..mutants.len()).map(|index| verdicts.remove(&format!("m{index:04}")).unwrap_or_default()).collect())
}

/// What studio's assets need, with the other example.
fn manifest(root: &Path) -> String {
    let root = root.display();
    format!(
        "[workspace]\n\n[package]\nname = \"mutants\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         thiserror = \"2\"\nlightflow = {{ path = \"{root}/lightflow\", default-features = false }}\n\
         lightflow-std = {{ path = \"{root}/lightflow-std\", features = [\"image\"] }}\n\
         diffusion = {{ path = \"{root}/examples/diffusion\" }}\n"
    )
}

/// Studio's assets, as a library for all mutants.
fn library(root: &Path) -> String {
    let folder = root.join("examples/studio/lightflow");
    let modules = ["compositions", "nodes", "render"];
    let mounted = modules
        .map(|module| format!("#[path = \"{}/{module}/mod.rs\"]\npub mod {module};\n", folder.display()));
    mounted.concat()
}
