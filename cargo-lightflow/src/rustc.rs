//! Runs `cargo check`, and keeps what rustc says.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufReader, IsTerminal as _, Read as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::diagnostic::Diagnostic;
use cargo_metadata::{Message, Metadata, MetadataCommand};

use crate::diagnose::{self, Finding};
use crate::failure::{Code, Failure};
use crate::source::Assets;

/// What to check: the words that go on to cargo.
#[derive(Clone, Debug, Default)]
pub struct Cargo {
    /// Flags that choose packages, targets and features.
    pub flags: Vec<String>,
    /// `--manifest-path`, for those commands that ask for metadata.
    pub manifest: Option<PathBuf>,
    /// Nothing of cargo's progress is shown.
    pub quiet: bool,
}

/// A project that was checked.
#[derive(Debug)]
pub struct Checked {
    /// The workspace's folder: what file names are relative to.
    pub root: PathBuf,
    /// The mistakes, in the order of files and lines.
    pub findings: Vec<Finding>,
}

impl Cargo {
    /// The packages of the project, without what they depend on.
    ///
    /// # Errors
    /// If there is no project here, or its manifest is wrong.
    pub fn metadata(&self) -> Result<Metadata, Failure> {
        self.ask().no_deps().exec().map_err(|error| {
            let text = match &error {
                cargo_metadata::Error::CargoMetadata { stderr } => stderr.clone(),
                other => format!("{other}\n"),
            };
            Failure::new(Code::CargoFailed, "cargo cannot read the project")
                .text(text)
                .hint("run it in a folder with a `Cargo.toml`, or name one with `--manifest-path`")
        })
    }

    /// The packages with those that they depend on here; others would have to be downloaded first.
    fn packs(&self) -> Option<Metadata> {
        let version = Command::new("rustc").arg("-vV").output().ok()?;
        let version = String::from_utf8(version.stdout).ok()?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "))?;
        let mut command = self.ask();
        command.other_options(vec!["--offline".to_owned(), format!("--filter-platform={host}")]);
        command.exec().ok()
    }

    fn ask(&self) -> MetadataCommand {
        let mut command = MetadataCommand::new();
        if let Some(manifest) = &self.manifest {
            command.manifest_path(manifest);
        }
        command
    }

    /// Runs `cargo check`.
    ///
    /// # Errors
    /// If cargo fails without an error in the code, such as a dependency that cannot be found.
    pub fn check(&self) -> Result<Checked, Failure> {
        let metadata = self.metadata()?;
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let shows = !self.quiet && std::io::stderr().is_terminal();
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["check", "--keep-going", "--message-format=json"]).args(&self.flags);
        if let Some(manifest) = &self.manifest {
            command.arg("--manifest-path").arg(manifest);
        }
        command.stdout(Stdio::piped()).stderr(if shows { Stdio::inherit() } else { Stdio::piped() });
        let no_cargo = |error| Failure::file("cargo", &error).hint("install Rust with rustup");
        let mut child = command.spawn().map_err(no_cargo)?;
        let stderr = child.stderr.take().map(|mut stderr| {
            std::thread::spawn(move || {
                let mut text = String::new();
                // What is no UTF-8 is lost with what follows: it is only shown if nothing else is known.
                let _ = stderr.read_to_string(&mut text);
                text
            })
        });
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut errors: Vec<Diagnostic> = Vec::new();
        for message in Message::parse_stream(stdout).map_while(Result::ok) {
            if let Message::CompilerMessage(message) = message
                && diagnose::is_error(&message.message)
            {
                errors.push(message.message);
            }
        }
        let status = child.wait().map_err(no_cargo)?;
        let said = stderr.and_then(|thread| thread.join().ok()).unwrap_or_default();
        if !status.success() && errors.is_empty() {
            return Err(Failure::new(Code::CargoFailed, "cargo check failed without an error in the code")
                .text(said)
                .hint("run `cargo check` to see what cargo says"));
        }
        let assets = match errors.is_empty() {
            true => Assets::default(),
            false => assets(&self.packs().unwrap_or(metadata)),
        };
        Ok(Checked { findings: diagnose::findings(&errors, &root, &assets), root })
    }
}

/// What the sources of LightFlow packages declare: of the project, and of the node packs that it uses.
pub fn assets(metadata: &Metadata) -> Assets {
    let packs = metadata
        .packages
        .iter()
        .filter(|package| package.dependencies.iter().any(|dependency| dependency.name == "lightflow"));
    let folders: BTreeSet<PathBuf> = packs
        .flat_map(|package| &package.targets)
        .filter(|target| target.is_lib() || target.is_bin())
        .filter_map(|target| Some(target.src_path.parent()?.as_std_path().to_owned()))
        .collect();
    let mut assets = Assets::default();
    for folder in &folders {
        // A target inside another's folder is read with it.
        if !folders.iter().any(|other| other != folder && folder.starts_with(other)) {
            assets.add_folder(folder);
        }
    }
    assets
}
