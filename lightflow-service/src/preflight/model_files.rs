//! The files of models: that they are there, of the right size and, when asked, with the right bytes.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{Code, Finding, Preflight};
use lightflow_runtime::spec::{ModelFile, ModelSpec, Need};

pub(super) fn check(run: &Preflight<'_>) -> Vec<Finding> {
    let mut seen: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for demand in &run.demands {
        let Need::ModelFiles(model) = demand.need else { continue };
        if seen.contains(&model.id) {
            continue;
        }
        seen.push(model.id);
        findings.extend(model.files.iter().filter_map(|file| check_file(run, model, file)));
    }
    findings
}

fn check_file(run: &Preflight<'_>, model: &ModelSpec, file: &ModelFile) -> Option<Finding> {
    let subject = format!("model {}", model.id);
    let name = file.path;
    let path = match run.models.file(model, file) {
        Ok(path) => path,
        Err(missing) => {
            let place = match missing.looked.first() {
                Some(path) => format!("put it at `{}`", path.display()),
                None => "name its folder with `--models`".into(),
            };
            let message = match missing.looked.as_slice() {
                [] => format!("`{name}` is nowhere: no folder of models is known"),
                [only] => format!("there is no `{}`", only.display()),
                [first, rest @ ..] => {
                    let folders = if rest.len() == 1 { "folder" } else { "folders" };
                    format!("there is no `{}`, and none in {} further {folders}", first.display(), rest.len())
                }
            };
            return Some(Finding::new(Code::ModelMissing, subject, message, from(model, &place)));
        }
    };
    let again = from(model, "put it there again");
    let unreadable = |error: io::Error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        Finding::new(Code::ModelUnreadable, subject.clone(), message, "let this user read it")
    };
    let size = match std::fs::metadata(&path) {
        Ok(metadata) => metadata.len(),
        Err(error) => return Some(unreadable(error)),
    };
    if size != file.size {
        let message = format!("`{}` has {size} bytes, and {} are right", path.display(), file.size);
        return Some(Finding::new(Code::ModelSize, subject, message, again));
    }
    if !run.digests {
        return None;
    }
    match sha256(&path) {
        Err(error) => Some(unreadable(error)),
        Ok(digest) if digest != file.sha256 => {
            let message =
                format!("`{}` has the SHA-256 {digest}, and {} is right", path.display(), file.sha256);
            Some(Finding::new(Code::ModelDigest, subject, message, again))
        }
        Ok(_) => None,
    }
}

fn from(model: &ModelSpec, then: &str) -> String {
    match model.source_url {
        "" => format!("get the file ({}), and {then}", model.licence),
        url => format!("get the file from {url} ({}), and {then}", model.licence),
    }
}

fn sha256(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 1 << 16];
    loop {
        match file.read(&mut bytes)? {
            0 => break,
            read => hash.update(&bytes[..read]),
        }
    }
    Ok(hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
