//! `new node NAME`: a file with an asset, and the line that mounts it.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::{Plan, fill, modules};
use crate::failure::{Code, Failure, Output};
use crate::rustc::{Cargo, assets};
use crate::source::Kind;

/// Adds an asset to the project.
///
/// # Errors
/// If the name is none for a function, or is taken.
pub fn execute(cargo: &Cargo, kind: Kind, name: &str) -> Result<Output, Failure> {
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
        && syn::parse_str::<syn::Ident>(name).is_ok();
    if !fits {
        return Err(Failure::new(Code::WrongUsage, format!("`{name}` is no name for a {}", kind.name()))
            .hint("write lowercase letters, digits and `_`, and no word of Rust's own, such as `soft_shadow`")
            .details(json!({ "name": name })));
    }
    let metadata = cargo.metadata()?;
    let root = metadata.workspace_root.as_std_path();
    let sources = sources(cargo, &metadata)?;
    let folder = sources.join(folder(kind));
    let file = folder.join(format!("{name}.rs"));
    let taken = |what: &str| {
        Failure::new(Code::AlreadyThere, format!("{what} is there already"))
            .hint("choose another name")
            .details(json!({ "name": name }))
    };
    if let Some(other) = assets(&metadata).get_any(name) {
        return Err(taken(&format!("a {} `{name}`", other.kind.name())));
    }
    if file.exists() || folder.join(name).exists() {
        return Err(taken(&format!("`{}`", file.strip_prefix(root).unwrap_or(&file).display())));
    }
    let mut plan = Plan::default();
    plan.add(&file, fill(template(kind), name));
    let list = folder.join("mod.rs");
    let text = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let main = sources.join("main.rs");
            let text = fs::read_to_string(&main).map_err(|error| Failure::file(&main, &error))?;
            plan.add(&main, modules::with(&text, self::folder(kind), "").unwrap_or(text));
            String::new()
        }
        Err(error) => return Err(Failure::file(&list, &error)),
    };
    let Some(text) = modules::with(&text, name, "pub ") else {
        return Err(taken(&format!("`mod {name};`")));
    };
    plan.add(&list, text);
    plan.write()?;
    let files = plan.paths(root);
    let text = format!("added the {} `{name}`: {}\n", kind.name(), files.join(", "));
    Ok(Output { data: json!({ "kind": kind, "name": name, "files": files }), text })
}

/// The folder that holds `main.rs`: that of the package around the current folder, or of the only one.
fn sources(cargo: &Cargo, metadata: &cargo_metadata::Metadata) -> Result<PathBuf, Failure> {
    let here = match &cargo.manifest {
        Some(manifest) => manifest.canonicalize().ok().and_then(|path| path.parent().map(PathBuf::from)),
        None => std::env::current_dir().ok(),
    };
    let mains =
        metadata.workspace_packages().into_iter().flat_map(|package| &package.targets).filter_map(|target| {
            let path = target.src_path.as_std_path();
            (target.is_bin() && path.ends_with("lightflow/main.rs"))
                .then(|| path.parent().map(PathBuf::from))
                .flatten()
        });
    let mains: Vec<PathBuf> = mains.collect();
    let around = mains.iter().find(|main| {
        main.parent().is_some_and(|project| here.as_ref().is_some_and(|here| here.starts_with(project)))
    });
    match (around, mains.as_slice()) {
        (Some(main), _) => Ok(main.clone()),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(Failure::new(Code::WrongUsage, "there is no `lightflow/main.rs` here")
            .hint("run it in the folder of an asset project, or make one with `cargo lightflow new PATH`")),
    }
}

fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Node => "nodes",
        Kind::Composition => "compositions",
        Kind::Workflow => "workflows",
    }
}

fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Node => include_str!("../../../templates/asset/node.rs.txt"),
        Kind::Composition => include_str!("../../../templates/asset/composition.rs.txt"),
        Kind::Workflow => include_str!("../../../templates/asset/workflow.rs.txt"),
    }
}
