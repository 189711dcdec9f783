//! The server as the load generator sees it: a child, its addresses, and its memory.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use crate::Failure;

/// A server with a new store, which is killed in the end.
pub struct Process {
    child: Child,
    /// `axum::serve`, without anything of ours.
    pub bare: SocketAddr,
    /// The same routes behind our listener.
    pub open: SocketAddr,
    /// The whole server.
    pub guarded: SocketAddr,
    _folder: tempfile::TempDir,
}

/// Memory of a process.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// MiB now.
    pub now: f64,
    /// MiB at most.
    pub peak: f64,
}

impl Process {
    pub fn start() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("server")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("the server has no output")?).read_line(&mut line)?;
        let addresses: Vec<SocketAddr> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [bare, open, guarded] = addresses[..] else { return Err("the server did not start".into()) };
        Ok(Self { child, bare, open, guarded, _folder: folder })
    }

    /// From `/proc/PID/status` (proc_pid_status(5)).
    pub fn memory(&self) -> Result<Memory, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| -> Result<f64, Failure> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such field")?;
            let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
            Ok(kib / 1_024.0)
        };
        Ok(Memory { now: field("VmRSS:")?, peak: field("VmHWM:")? })
    }

    /// Forgets the peak (proc_pid_clear_refs(5)).
    pub fn forget_peak(&self) -> Result<(), Failure> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl std::fmt::Display for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} / {:.0} MiB", self.now, self.peak)
    }
}
