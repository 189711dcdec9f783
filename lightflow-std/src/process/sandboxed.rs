//! A program that touches what it is given, and nothing else.

use bytes::Bytes;
use lightflow::prelude::*;

use super::child::Job;
use super::error::ProcessError;
use super::finished::{Finished, Overflow};
use super::sandbox::Sandbox;

/// Runs a program in a [`Sandbox`]; all else is as with [`exec`](fn@super::exec::exec).
///
/// With `outputs`, the empty folder that it works in is writable. Linux 6.12 or later, with Landlock and seccomp.
///
/// # Errors
/// Those of [`exec`](fn@super::exec::exec), and what this machine cannot enforce, before the program starts.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::process::{Sandbox, sandboxed::sandboxed};
///
/// /// Counts the lines of a file by a program that sees no other file and no network.
/// #[workflow]
/// fn lines(file: PathBuf) -> String {
///     let sandbox: Sandbox = Sandbox { readable: vec![file.clone()], ..Sandbox::default() };
///     let argv: Vec<String> = vec!["wc".into(), "-l".into(), file.display().to_string()];
///     let counted = sandboxed { argv, sandbox, .. };
///     counted.stdout
/// }
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(process, fs), volatile)]
pub async fn sandboxed(
    /// The program, and its arguments.
    #[port(len = 1..=4096)]
    argv: Vec<String>,
    /// What it may touch: programs of the system alone, if nothing else is said.
    #[port(default = Sandbox::default())]
    sandbox: Sandbox,
    /// What it reads.
    #[port(default = None)]
    stdin: Option<String>,
    /// What it reads, if that is no text.
    #[port(default = None)]
    stdin_bytes: Option<Bytes>,
    /// The variables that it gets: `NAME` for the value here, or `NAME=value`.
    #[port(default = Vec::new(), len = 0..=256)]
    env: Vec<String>,
    /// Where it works: here, if nothing else is said. It may be read only if the sandbox says so.
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
        sandbox: Some(sandbox),
        name: None,
    };
    job.run(ctx).await
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::net::TcpListener;

    use super::*;
    use crate::process::SandboxError;

    async fn run(
        script: &str,
        sandbox: Sandbox,
        outputs: &[&str],
        ctx: &Ctx,
    ) -> Result<Finished, ProcessError> {
        let argv = ["/bin/bash", "-c", script].map(String::from).to_vec();
        let env = vec!["PATH=/usr/bin:/bin".to_owned()];
        let outputs = outputs.iter().map(ToString::to_string).collect();
        sandboxed(
            argv,
            sandbox,
            None,
            None,
            env,
            None,
            outputs,
            600,
            65_536,
            Overflow::Fail,
            false,
            true,
            ctx,
        )
        .await
    }

    /// Runs a script where the kernel has what a sandbox takes, and checks that it is refused in plain words where it has not.
    async fn try_run(
        script: &str,
        sandbox: Sandbox,
        outputs: &[&str],
        ctx: &Ctx,
    ) -> Option<Result<Finished, String>> {
        match run(script, sandbox, outputs, ctx).await {
            Err(ProcessError::Sandbox(error @ (SandboxError::Files { .. } | SandboxError::Calls { .. }))) => {
                assert!(error.to_string().starts_with("this machine cannot restrict"), "{error}");
                None
            }
            done => Some(done.map_err(|error| error.to_string())),
        }
    }

    #[tokio::test]
    async fn it_reads_and_writes_what_it_is_given_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["given", "secret", "mine"] {
            fs::write(path(name), name).unwrap();
        }
        let sandbox =
            Sandbox { readable: vec![path("given")], writable: vec![path("mine")], ..Sandbox::default() };
        let shown = folder.path().display();
        let Some(done) =
            try_run(&format!("cat {shown}/given; echo x >{shown}/mine"), sandbox.clone(), &[], &Ctx::test())
                .await
        else {
            return;
        };
        assert_eq!(done.unwrap().stdout, "given");
        assert_eq!(fs::read_to_string(path("mine")).unwrap(), "x\n");
        for refused in [
            format!("cat {shown}/secret"),
            format!("ls {shown}"),
            format!("echo x >{shown}/given"),
            format!("echo x >{shown}/new"),
            format!("rm {shown}/given"),
            format!("ln -s {shown}/secret {shown}/mine/link"),
            "cat /etc/passwd".into(),
            "cat /proc/self/environ".into(),
        ] {
            let error = run(&refused, sandbox.clone(), &[], &Ctx::test()).await.unwrap_err().to_string();
            assert!(
                error.contains("ermission denied") || error.contains("Not a directory"),
                "{refused}: {error}"
            );
        }
        assert_eq!(fs::read_to_string(path("given")).unwrap(), "given");
    }

    #[tokio::test]
    async fn it_reaches_no_network_unless_it_is_given_one() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let script = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
        let network = Sandbox { network: true, ..Sandbox::default() };
        let Some(done) = try_run(&script, network, &[], &Ctx::test()).await else { return };
        done.unwrap();
        let error = run(&script, Sandbox::default(), &[], &Ctx::test()).await.unwrap_err().to_string();
        assert!(error.contains("Operation not permitted"), "{error}");
    }

    #[tokio::test]
    async fn it_leaves_no_session_behind_and_signals_nobody_outside() {
        let Some(done) = try_run("setsid true", Sandbox::default(), &[], &Ctx::test()).await else { return };
        assert!(done.unwrap_err().contains("Operation not permitted"));
        let outside = std::process::id();
        let error =
            run(&format!("kill -0 {outside}"), Sandbox::default(), &[], &Ctx::test()).await.unwrap_err();
        assert!(error.to_string().contains("Operation not permitted"), "{error}");
    }

    #[tokio::test]
    async fn the_folder_of_its_outputs_is_writable() {
        let ctx = Ctx::test();
        let Some(done) = try_run("echo made >file", Sandbox::default(), &["file"], &ctx).await else {
            return;
        };
        assert_eq!(fs::read_to_string(&done.unwrap().files[0]).unwrap(), "made\n");
    }

    #[tokio::test]
    async fn the_folder_that_it_works_in_is_not_opened_by_that() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret"), "secret").unwrap();
        for script in ["cat secret", "echo x >new"] {
            let argv = ["/bin/sh", "-c", script].map(String::from).to_vec();
            let (env, cwd) = (vec!["PATH=/usr/bin:/bin".to_owned()], Some(folder.path().to_owned()));
            let (sandbox, ctx, fail) = (Sandbox::default(), Ctx::test(), Overflow::Fail);
            let done =
                sandboxed(argv, sandbox, None, None, env, cwd, vec![], 600, 65_536, fail, false, true, &ctx);
            let error = done.await.unwrap_err();
            assert!(matches!(error, ProcessError::Exit { .. } | ProcessError::Sandbox(_)), "{error}");
        }
        assert!(!folder.path().join("new").exists());
    }

    #[tokio::test]
    async fn a_path_that_is_not_there_is_an_error_before_it_starts() {
        let ctx = Ctx::test();
        let sandbox = Sandbox { readable: vec!["/no/such".into()], ..Sandbox::default() };
        let done = try_run("echo started", sandbox, &[], &ctx).await;
        assert!(done.is_none_or(|done| done.unwrap_err().contains("\"/no/such\" cannot be opened")));
        assert!(ctx.lines().is_empty());
    }
}
