//! One program from its start to its end: what all nodes of the family share.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use bytes::Bytes;
use lightflow::Ctx;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time;

use super::collect::Workshop;
use super::environment::variables;
use super::error::ProcessError;
use super::finished::{Finished, Overflow};
use super::group::Group;
use super::output::{Lines, Stopped, Taken, take};
use super::program::find;
use super::sandbox::Sandbox;

/// How long a program that is asked to end may take before it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// How long output is awaited of what left the group and holds the pipe.
const LINGER: Duration = Duration::from_secs(1);

/// How often a step looks whether it is cancelled. The engine drops it sooner.
const LOOK: Duration = Duration::from_millis(50);

/// Characters of stderr in a message about a program that failed.
const SAID: usize = 400;

/// A program, and how it is run.
#[derive(Debug)]
pub struct Job {
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// `NAME` or `NAME=value`.
    pub env: Vec<String>,
    /// Where it works; here if none.
    pub cwd: Option<PathBuf>,
    /// Files that it makes.
    pub outputs: Vec<String>,
    /// What it reads.
    pub stdin: Bytes,
    /// Seconds.
    pub timeout: u64,
    /// Bytes of each stream.
    pub max_output: u64,
    /// What is done beyond that.
    pub overflow: Overflow,
    /// Whether stdout is bytes.
    pub binary: bool,
    /// Whether a code other than 0 is an error.
    pub check: bool,
    /// What it may touch; all if none.
    pub sandbox: Option<Sandbox>,
    /// What it is called in messages, if not as its file is.
    pub name: Option<&'static str>,
}

impl Job {
    /// Runs it.
    pub async fn run(self, ctx: &Ctx) -> Result<Finished, ProcessError> {
        let program = self.argv.first().ok_or(ProcessError::NoProgram)?;
        let name = self.name.unwrap_or(program).to_owned();
        let file = find(program, std::env::var_os("PATH").as_deref())?;
        if let Some(argument) = self.argv.iter().position(|argument| argument.contains('\0')) {
            return Err(ProcessError::Nul { what: format!("argument {argument} of `{name}`") });
        }
        if self.cwd.is_some() && !self.outputs.is_empty() {
            return Err(ProcessError::FolderAndOutputs);
        }
        let variables = variables(&self.env, |name| std::env::var_os(name))?;
        let workshop = Workshop::open(&self.outputs, ctx)?;
        let cwd = match (&workshop, &self.cwd) {
            (Some(workshop), _) => Some(workshop.folder().to_owned()),
            (None, Some(cwd)) => Some(folder(cwd)?),
            (None, None) => None,
        };

        let own = workshop.as_ref().map(|workshop| workshop.folder().to_owned());
        let (args, sandbox) = (self.argv[1..].to_vec(), self.sandbox.clone());
        let start = Start { file, args, variables, cwd, own, sandbox };
        let mut running = start.apart(name.clone()).await?;
        let mut stdout = Taken::default();
        let mut stderr = Taken::default();
        let ended = {
            let followed = self.follow(&name, &mut running, &mut stdout, &mut stderr, ctx);
            tokio::select! {
                ended = followed => ended,
                () = time::sleep(Duration::from_secs(self.timeout)) => {
                    Err(ProcessError::Timeout { program: name.clone(), seconds: self.timeout })
                }
                () = cancelled(ctx) => Err(ProcessError::Cancelled { program: name.clone() }),
            }
        };
        // In any case: all of the group is gone before the folder of its outputs is looked at.
        running.end().await;
        let ended = Ended { name: &name, code: code(ended?), stdout, stderr, limit: self.max_output };
        let mut finished = ended.finished(self.binary, self.check, ctx)?;
        if let Some(workshop) = workshop {
            finished.files = workshop.collect(&name, &self.outputs, ctx)?;
        }
        Ok(finished)
    }

    async fn follow(
        &self,
        name: &str,
        running: &mut Running,
        stdout: &mut Taken,
        stderr: &mut Taken,
        ctx: &Ctx,
    ) -> Result<ExitStatus, ProcessError> {
        let Some((child, group)) = &mut running.now else {
            unreachable!("it was just started");
        };
        let follow = |source| ProcessError::Follow { program: name.to_owned(), source };
        let limit = usize::try_from(self.max_output).unwrap_or(usize::MAX);
        let stopped = |stream| {
            move |stopped| match stopped {
                Stopped::Full => ProcessError::TooMuch { program: name.to_owned(), stream, limit },
                Stopped::Io(source) => follow(source),
            }
        };
        let stdin = child.stdin.take();
        let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
        let out_lines = (!self.binary).then(|| Lines::of(ctx));
        let pipes = async {
            let write = async {
                if let Some(mut stdin) = stdin {
                    // A program need not read what it is given.
                    let _ = stdin.write_all(&self.stdin).await;
                }
                Ok(())
            };
            let out = take(out, stdout, limit, self.overflow, out_lines);
            let err = take(err, stderr, limit, self.overflow, Some(Lines::of(ctx)));
            tokio::try_join!(
                async { out.await.map_err(stopped("stdout")) },
                async { err.await.map_err(stopped("stderr")) },
                write
            )
        };
        tokio::pin!(pipes);
        let mut open = true;
        let ended = loop {
            tokio::select! {
                ended = child.wait() => break ended.map_err(follow)?,
                read = &mut pipes, if open => {
                    read?;
                    open = false;
                }
            }
        };
        // What it started and left behind ends with it, and lets go of the pipes.
        group.kill();
        if open {
            match time::timeout(LINGER, pipes).await {
                Ok(read) => _ = read?,
                Err(_) => ctx.log(format!(
                    "what `{name}` started in another session holds its output open; the rest is not read"
                )),
            }
        }
        Ok(ended)
    }
}

/// A program that has ended.
#[derive(Debug)]
pub struct Ended<'a> {
    pub name: &'a str,
    pub code: i32,
    pub stdout: Taken,
    pub stderr: Taken,
    /// How much of each stream was kept.
    pub limit: u64,
}

impl Ended<'_> {
    /// What it leaves, if it did well.
    pub fn finished(self, binary: bool, check: bool, ctx: &Ctx) -> Result<Finished, ProcessError> {
        let Self { name, code, stdout, stderr, limit } = self;
        let cut = stdout.cut || stderr.cut;
        if cut {
            ctx.log(format!("the output of `{name}` was cut at {limit} bytes"));
        }
        let stderr = String::from_utf8_lossy(&stderr.bytes).into_owned();
        if check && code != 0 {
            return Err(ProcessError::Exit { program: name.to_owned(), code, said: said(&stderr) });
        }
        let (stdout, bytes) = if binary {
            (String::new(), Bytes::from(stdout.bytes))
        } else {
            (text(stdout).ok_or_else(|| ProcessError::NotText { program: name.to_owned() })?, Bytes::new())
        };
        Ok(Finished { stdout, bytes, stderr, code, cut, files: Vec::new() })
    }
}

/// Comes to its end when the step is cancelled.
pub async fn cancelled(ctx: &Ctx) {
    while !ctx.cancelled() {
        time::sleep(LOOK).await;
    }
}

fn folder(path: &Path) -> Result<PathBuf, ProcessError> {
    let failed = |source| ProcessError::Folder { path: path.to_owned(), source };
    let found = path.canonicalize().map_err(failed)?;
    if found.is_dir() { Ok(found) } else { Err(failed(io::ErrorKind::NotADirectory.into())) }
}

/// As shells count.
fn code(ended: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    ended.code().or_else(|| ended.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

/// Text that was cut may end inside of a character.
fn text(taken: Taken) -> Option<String> {
    match String::from_utf8(taken.bytes) {
        Ok(text) => Some(text),
        Err(error) if taken.cut && error.utf8_error().error_len().is_none() => {
            let whole = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(whole);
            String::from_utf8(bytes).ok()
        }
        Err(_) => None,
    }
}

/// The end of what it said, for a message.
fn said(stderr: &str) -> String {
    let text = stderr.trim();
    let skip = text.chars().count().saturating_sub(SAID);
    let end: String =
        text.chars().skip(skip).filter(|character| *character == '\n' || !character.is_control()).collect();
    if end.is_empty() { String::new() } else { format!(" and said `{end}`") }
}

#[derive(Debug)]
struct Start {
    file: PathBuf,
    args: Vec<String>,
    variables: Vec<(String, OsString)>,
    cwd: Option<PathBuf>,
    /// The folder that was made for it: a sandbox lets it write there, and not where it merely works.
    own: Option<PathBuf>,
    sandbox: Option<Sandbox>,
}

impl Start {
    /// Starts it from a thread of its own: restrictions count for a thread and all that it starts, and are never taken back.
    async fn apart(self, name: String) -> Result<Running, ProcessError> {
        let (tell, told) = oneshot::channel();
        let runtime = Handle::current();
        let started = std::thread::Builder::new().name("start".into()).spawn(move || {
            let _inside = runtime.enter();
            // Nobody listens when the step was dropped; then what was started is dropped as well, and ends.
            let _ = tell.send(self.here(name, &runtime));
        });
        started.map_err(ProcessError::Guard)?;
        told.await.map_err(|_| ProcessError::Guard(io::Error::other("the thread that starts it is gone")))?
    }

    fn here(self, name: String, runtime: &Handle) -> Result<Running, ProcessError> {
        let group = Group::start().map_err(ProcessError::Guard)?;
        let mut command = Command::new(&self.file);
        command
            .args(&self.args)
            .env_clear()
            .envs(self.variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(group.id())
            .kill_on_drop(true);
        if let Some(cwd) = &self.cwd {
            command.current_dir(cwd);
        }
        if let Some(sandbox) = &self.sandbox {
            sandbox.enter(&self.file, self.own.as_deref(), group.id())?;
        }
        match command.spawn() {
            Ok(child) => Ok(Running { now: Some((child, group)), runtime: runtime.clone() }),
            Err(source) => Err(ProcessError::Spawn { program: name, source }),
        }
    }
}

/// A program that runs, with all that it started.
#[derive(Debug)]
struct Running {
    now: Option<(Child, Group)>,
    runtime: Handle,
}

impl Running {
    /// Asks it to end, and sees to it.
    async fn end(&mut self) {
        if let Some((child, group)) = &mut self.now {
            finish(child, group).await;
        }
        self.now = None;
    }
}

async fn finish(child: &mut Child, group: &Group) {
    group.terminate();
    let _ = time::timeout(GRACE, child.wait()).await;
    group.kill();
    let _ = child.wait().await;
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some((mut child, group)) = self.now.take() {
            group.terminate();
            // A runtime that is over drops the task at once, and the group ends with it.
            self.runtime.spawn(async move { finish(&mut child, &group).await });
        }
    }
}
