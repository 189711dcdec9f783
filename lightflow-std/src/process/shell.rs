//! A script for the shell.

use bytes::Bytes;
use lightflow::prelude::*;

use super::child::Job;
use super::error::ProcessError;
use super::finished::{Finished, Overflow};

/// Runs a script by `/bin/sh -eu`: it ends at the first command that fails and at a variable that is not set.
///
/// Values go in as `args`, which are `"$1"`, `"$2"`, .. in the script, or as stdin. Do not build the script of values: what is in them
/// would be run. All else is as with [`exec`](fn@super::exec::exec); without `PATH` in `env`, the shell looks for programs where it does
/// by itself.
///
/// # Errors
/// A script that fails, writes more than `max_output`, or takes too long.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::process::shell::shell;
///
/// /// Greets.
/// #[workflow]
/// fn greet(name: String) -> String {
///     let greeted = shell { script: "echo \"hello $1\"", args: vec![name], .. };
///     greeted.stdout
/// }
///
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let text = Engine::new().run(greet { name: "$(id)".into() }).await.unwrap();
/// assert_eq!(text, "hello $(id)\n");
/// # });
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(process, fs), volatile)]
pub async fn shell(
    /// Commands of the shell.
    #[port(len = 1..=100_000)]
    script: &str,
    /// `"$1"`, `"$2"`, .. in the script.
    #[port(default = Vec::new(), len = 0..=4096)]
    args: Vec<String>,
    /// What it reads.
    #[port(default = None)]
    stdin: Option<String>,
    /// The variables that it gets: `NAME` for the value here, or `NAME=value`.
    #[port(default = Vec::new(), len = 0..=256)]
    env: Vec<String>,
    /// Where it works: here, if nothing else is said.
    #[port(default = None)]
    cwd: Option<PathBuf>,
    /// Files that it makes for the output folder, in an empty folder.
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
    /// Whether another code than 0 is an error.
    #[port(default = true)]
    check: bool,
    ctx: &Ctx,
) -> Result<Finished, ProcessError> {
    let mut argv = ["/bin/sh", "-eu", "-c"].map(String::from).to_vec();
    // What follows the script is the name that the shell goes by in its messages, then the arguments.
    argv.extend([script.to_owned(), "script".into()]);
    argv.extend(args);
    let job = Job {
        argv,
        env,
        cwd,
        outputs,
        stdin: stdin.map(Bytes::from).unwrap_or_default(),
        timeout,
        max_output,
        overflow,
        binary: false,
        check,
        sandbox: None,
        name: Some("script"),
    };
    job.run(ctx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn run(script: &str, args: &[&str]) -> Result<Finished, ProcessError> {
        let args = args.iter().map(ToString::to_string).collect();
        let overflow = Overflow::Fail;
        shell(script, args, None, vec![], None, vec![], 600, 1024, overflow, true, &Ctx::test()).await
    }

    #[tokio::test]
    async fn arguments_are_values_and_not_commands() {
        let done = run("printf '%s|' \"$@\"", &["-n", "a b", "$(id)", "'; id"]).await.unwrap();
        assert_eq!(done.stdout, "-n|a b|$(id)|'; id|");
    }

    #[tokio::test]
    async fn it_ends_at_the_first_failure() {
        let error = run("false; echo on", &[]).await.unwrap_err().to_string();
        assert!(error.starts_with("`script` ended with code 1;"), "{error}");
        assert!(run("echo \"$NO_SUCH_VARIABLE\"", &[]).await.is_err());
    }
}
