//! Programs that run beside: the server, and the driver of the browser. They end with their value.

use std::io::{BufRead, BufReader, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, thread};

const INSTALL: &str = "on Debian, `apt-get install chromium chromium-driver`";

/// A program, and the address that it listens at.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    /// `studio serve` on a free port, with a store of its own in `folder`. With a token, it is asked for.
    pub fn studio(program: &Path, folder: &Path, token: Option<&str>) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--store"]).arg(folder.join("store"));
        if let Some(token) = token {
            command.arg("--token-file").arg(token_file(folder, token)?);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        for name in env::vars_os().map(|(name, _)| name) {
            if name.to_string_lossy().starts_with("LIGHTFLOW_") {
                command.env_remove(name);
            }
        }
        Self::start(
            command,
            folder,
            |child| child.stderr.take().map(boxed),
            |line| Some(line[line.find("http://")?..].trim().to_owned()),
        )
    }

    /// `chromedriver` on a port that it chooses.
    pub fn chromedriver(program: &Path, folder: &Path) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        Self::start(
            command,
            folder,
            |child| child.stdout.take().map(boxed),
            |line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                Some(format!("http://127.0.0.1:{}", port.trim().trim_end_matches('.')))
            },
        )
    }

    /// Starts a program and reads what it says, until that tells its address.
    fn start(
        mut command: Command,
        folder: &Path,
        output: fn(&mut Child) -> Option<Box<dyn Read + Send>>,
        address: fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child =
            command.current_dir(folder).spawn().map_err(|error| format!("cannot start {name}: {error}"))?;
        let mut program = Program { child, address: String::new() };
        let mut lines = BufReader::new(output(&mut program.child).expect("what it says is piped")).lines();
        let mut said = String::new();
        while let Some(Ok(line)) = lines.next() {
            if let Some(address) = address(&line) {
                program.address = address;
                // What it says later is read too, or it would wait for a reader some day.
                thread::spawn(move || lines.for_each(drop));
                return Ok(program);
            }
            said.push_str(&line);
            said.push('\n');
        }
        Err(format!("{name} ended before it listened:\n{said}"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file that is closed to other users.
fn token_file(folder: &Path, token: &str) -> Result<PathBuf, String> {
    let file = folder.join("token");
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600).open(&file);
    opened
        .and_then(|mut opened| opened.write_all(token.as_bytes()))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    Ok(file)
}

fn boxed(output: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(output)
}

/// Where Chromium is.
pub fn chromium() -> Result<PathBuf, String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.iter().find_map(|name| find(name)).ok_or_else(|| format!("there is no `chromium`; {INSTALL}"))
}

/// Where its driver is.
pub fn chromedriver() -> Result<PathBuf, String> {
    find("chromedriver").ok_or_else(|| format!("there is no `chromedriver`; {INSTALL}"))
}

fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
