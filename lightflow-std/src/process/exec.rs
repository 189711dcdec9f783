//! A program with a list of arguments.

use bytes::Bytes;
use lightflow::prelude::*;

use super::child::Job;
use super::error::ProcessError;
use super::finished::{Finished, Overflow};

/// Runs a program, and gives what it wrote and how it ended.
///
/// No shell reads the arguments: `["rm", "$HOME"]` removes a file of the name `$HOME`. A program without a slash in its name is looked up
/// in the folders of `PATH` here. It gets the variables that `env` names, and no other; without `PATH` among them it finds no programs
/// itself. What it writes is logged line by line while it runs (stdout not if `binary`).
///
/// When it takes longer than `timeout`, or the step is cancelled or dropped, its process group is asked to end (`SIGTERM`) and two seconds
/// later killed. What it started and left behind when it ends is killed as well, also when the program that runs this workflow dies.
///
/// With `outputs`, it works in an empty folder; the files of these names are moved from there into the run's output folder. Symbolic links
/// are refused.
///
/// # Errors
/// A program that is not found, does not start, writes more than `max_output`, takes too long, or ends with another code than 0.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::process::exec::exec;
///
/// /// How many bytes a text has.
/// #[workflow]
/// fn count(text: String) -> String {
///     let counted = exec { argv: vec!["wc".to_owned(), "-c".to_owned()], stdin: Some(text), .. };
///     counted.stdout
/// }
///
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let counted = Engine::new().run(count { text: "four".into() }).await.unwrap();
/// assert_eq!(counted.trim(), "4");
/// # });
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(process, fs), volatile)]
pub async fn exec(
    /// The program, and its arguments.
    #[port(len = 1..=4096)]
    argv: Vec<String>,
    /// What it reads.
    #[port(default = None)]
    stdin: Option<String>,
    /// What it reads, if that is no text.
    #[port(default = None)]
    stdin_bytes: Option<Bytes>,
    /// The variables that it gets: `NAME` for the value here, or `NAME=value`.
    #[port(default = Vec::new(), len = 0..=256)]
    env: Vec<String>,
    /// Where it works: here, if nothing else is said.
    #[port(default = None)]
    cwd: Option<PathBuf>,
    /// Files that it makes for the output folder.
    #[port(default = Vec::new(), len = 0..=1024)]
    outputs: Vec<String>,
    /// How long it may take.
    #[port(default = 600, range = 1..=604_800, unit = "s")]
    timeout: u64,
    /// How much it may write to stdout, and to stderr.
    #[port(default = 16 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_output: u64,
    /// What is done when it writes more.
    #[port(default = Overflow::Fail)]
    overflow: Overflow,
    /// Whether stdout is bytes: they are in `bytes` then, and `stdout` is empty.
    #[port(default = false)]
    binary: bool,
    /// Whether another code than 0 is an error.
    #[port(default = true)]
    check: bool,
    ctx: &Ctx,
) -> Result<Finished, ProcessError> {
    let stdin = stdin_bytes.unwrap_or_else(|| stdin.unwrap_or_default().into());
    let job = Job {
        argv,
        env,
        cwd,
        outputs,
        stdin,
        timeout,
        max_output,
        overflow,
        binary,
        check,
        sandbox: None,
        name: None,
    };
    job.run(ctx).await
}

#[cfg(test)]
mod tests;
