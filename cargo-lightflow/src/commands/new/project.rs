//! `new PATH`: an asset project that builds.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::{Plan, fill};
use crate::failure::{Code, Failure, Output};

/// The files, below the project's folder.
const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("../../../templates/project/Cargo.toml.txt")),
    ("README.md", include_str!("../../../templates/project/README.md.txt")),
    ("AGENTS.md", include_str!("../../../templates/project/AGENTS.md.txt")),
    (".gitignore", include_str!("../../../templates/project/gitignore.txt")),
    ("lightflow/main.rs", include_str!("../../../templates/project/main.rs.txt")),
    ("lightflow/nodes/mod.rs", include_str!("../../../templates/project/nodes.rs.txt")),
    ("lightflow/nodes/greet.rs", include_str!("../../../templates/project/greet.rs.txt")),
    ("lightflow/compositions/mod.rs", include_str!("../../../templates/project/compositions.rs.txt")),
    ("lightflow/workflows/mod.rs", include_str!("../../../templates/project/workflows.rs.txt")),
    ("lightflow/workflows/hello.rs", include_str!("../../../templates/project/hello.rs.txt")),
    ("lightflow/models/mod.rs", include_str!("../../../templates/project/models.rs.txt")),
    // git keeps no empty folders.
    ("presets/.gitkeep", ""),
    ("policies/.gitkeep", ""),
];

/// Makes a project; `lightflow` is the folder of the crate, if it is not the published one.
///
/// # Errors
/// If the folder holds something, or its name is none for a package.
pub fn execute(path: &Path, lightflow: Option<&Path>) -> Result<Output, Failure> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let fits = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok();
    if !fits {
        return Err(Failure::new(Code::WrongUsage, format!("`{name}` is no name for a package"))
            .hint("name the folder with letters, digits, `-` and `_`, such as `my-studio`")
            .details(json!({ "name": name })));
    }
    if fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some()) || path.is_file() {
        return Err(Failure::new(
            Code::AlreadyThere,
            format!("`{}` is there already, and not empty", path.display()),
        )
        .hint("choose another folder")
        .details(json!({ "path": path })));
    }
    let dependency = match lightflow {
        None => format!("\"{}\"", env!("CARGO_PKG_VERSION")),
        Some(folder) => {
            let folder = folder.canonicalize().map_err(|error| Failure::file(folder, &error))?;
            format!("{{ path = {folder:?} }}")
        }
    };
    let mut plan = Plan::default();
    for (file, template) in FILES {
        plan.add(path.join(file), fill(template, name).replace("{{lightflow}}", &dependency));
    }
    plan.write()?;
    let text = format!("made the project `{name}`: try `cargo run -- run hello` in {}\n", path.display());
    Ok(Output { data: json!({ "name": name, "path": path, "files": plan.paths(path) }), text })
}
