//! Starting cargo on crates of our own making, and timing it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use crate::Outcome;

/// The root of this workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the workspace").to_owned()
}

/// Where a task may put crates, copies and their builds: inside of the target folder, so that `cargo clean` takes it
/// and a second call finds its dependencies built.
pub fn scratch(task: &str) -> Result<PathBuf, String> {
    let folder = target()?.join("xtask").join(task);
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    Ok(folder)
}

/// Where cargo builds.
pub fn target() -> Result<PathBuf, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    // target/debug/xtask
    Ok(program.ancestors().nth(2).ok_or("xtask was not started by cargo")?.to_owned())
}

/// Cargo in a folder, without what `cargo xtask` left in the environment for its own build.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    let inherited = env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    });
    for name in inherited {
        command.env_remove(name);
    }
    command
}

/// Runs a command quietly and times it; what it printed is the error if it fails.
pub fn timed(command: &mut Command) -> Result<Duration, String> {
    let began = Instant::now();
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let elapsed = began.elapsed();
    if output.status.success() {
        return Ok(elapsed);
    }
    Err(format!("cargo failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Copies a folder without hidden entries and builds; times of change are kept, so that cargo rebuilds only what
/// really changed since the last copy.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        // Of a link, what it leads to: pages and modules are shared that way.
        let (name, kind) = (entry.file_name(), fs::metadata(entry.path())?.file_type());
        let hidden = name.to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden && name != "target" {
            copy(&entry.path(), &to.join(&name))?;
        } else if kind.is_file() && !hidden {
            fs::copy(entry.path(), to.join(&name))?;
            let changed = entry.metadata()?.modified()?;
            fs::File::options().write(true).open(to.join(&name))?.set_modified(changed)?;
        }
    }
    Ok(())
}

/// The binary of `examples/studio`: built, or with `--built` the one that is there, such as that of `cargo test --workspace --all-features`.
pub fn studio(arguments: &[String]) -> Result<PathBuf, String> {
    if let Some(program) = built(arguments, "studio")? {
        return Ok(program);
    }
    if !done(command(&root()).args(["build", "--quiet", "--workspace", "--bin", "studio"]))? {
        return Err("`examples/studio` does not build".into());
    }
    program("studio")
}

/// With `--built`, a binary that is there.
pub fn built(arguments: &[String], name: &str) -> Result<Option<PathBuf>, String> {
    arguments.iter().any(|argument| argument == "--built").then(|| program(name)).transpose()
}

fn program(name: &str) -> Result<PathBuf, String> {
    let program = target()?.join("debug").join(name);
    if program.is_file() { Ok(program) } else { Err(format!("there is no {}", program.display())) }
}

/// Runs a command to its end, and says whether it was content.
pub fn done(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("cannot start {command:?}: {error}"))?;
    Ok(status.success())
}
