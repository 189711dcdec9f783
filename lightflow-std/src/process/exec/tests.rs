use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use super::*;

/// A call of `exec` whose ports have their defaults.
fn job(argv: &[&str]) -> Job {
    Job {
        argv: argv.iter().map(ToString::to_string).collect(),
        env: Vec::new(),
        cwd: None,
        outputs: Vec::new(),
        stdin: Bytes::new(),
        timeout: 600,
        max_output: 1024,
        overflow: Overflow::Fail,
        binary: false,
        check: true,
        sandbox: None,
        name: None,
    }
}

fn script(text: &str) -> Job {
    job(&["/bin/sh", "-c", text])
}

async fn run(job: Job) -> Result<Finished, ProcessError> {
    job.run(&Ctx::test()).await
}

async fn failure(job: Job) -> String {
    run(job).await.unwrap_err().to_string()
}

#[tokio::test]
async fn it_gives_both_streams_and_the_code() {
    let done = run(Job { check: false, ..script("cat; echo wrong >&2; exit 3") }).await.unwrap();
    assert_eq!((done.stdout.as_str(), done.stderr.as_str(), done.code), ("", "wrong\n", 3));
    let done = run(Job { stdin: "text".into(), ..job(&["cat"]) }).await.unwrap();
    assert_eq!((done.stdout.as_str(), done.code, done.cut), ("text", 0, false));
}

#[tokio::test]
async fn no_shell_reads_the_arguments() {
    let hostile = "$(touch /tmp/pwned); `id` && rm -rf * | > x";
    assert_eq!(run(job(&["printf", "%s", hostile])).await.unwrap().stdout, hostile);
}

#[tokio::test]
async fn the_environment_is_what_is_named() {
    assert!(std::env::var_os("PATH").is_some());
    assert_eq!(run(job(&["env"])).await.unwrap().stdout, "");
    let done =
        run(Job { env: vec!["A=1 $B".into(), "NO_SUCH_VARIABLE".into()], ..job(&["env"]) }).await.unwrap();
    assert_eq!(done.stdout, "A=1 $B\n");
}

#[tokio::test]
async fn another_code_than_zero_is_an_error_that_tells_what_the_program_said() {
    let error = failure(script("echo no such frame >&2; exit 4")).await;
    assert!(error.starts_with("`/bin/sh` ended with code 4 and said `no such frame`; "), "{error}");
    let done = run(Job { check: false, ..script("kill -9 $$") }).await.unwrap();
    assert_eq!(done.code, 137);
}

#[tokio::test]
async fn lines_are_logged_while_it_runs() {
    let ctx = Ctx::test();
    script("echo one; echo two >&2").run(&ctx).await.unwrap();
    let mut lines = ctx.lines();
    lines.sort();
    assert_eq!(lines, ["one", "two"]);
}

#[tokio::test]
async fn output_is_bounded() {
    let error = failure(job(&["yes"])).await;
    assert!(error.starts_with("`yes` wrote more than 1024 bytes to stdout and was ended"), "{error}");
    let endless = Job { overflow: Overflow::Cut, ..script("yes ä | head -n 100000") };
    let done = run(endless).await.unwrap();
    assert!(done.cut && done.stdout.len() <= 1024 && done.stdout.starts_with("ä\n"));
}

#[tokio::test]
async fn bytes_are_no_text_unless_asked_for() {
    let error = failure(script("printf '\\377'")).await;
    assert!(error.contains("set `binary` to true"), "{error}");
    let done = run(Job { binary: true, ..script("printf '\\377'") }).await.unwrap();
    assert_eq!((&done.bytes[..], done.stdout.as_str()), (&[255][..], ""));
}

#[tokio::test]
async fn what_cannot_run_is_an_error_of_its_own() {
    assert!(matches!(run(job(&[])).await, Err(ProcessError::NoProgram)));
    assert!(matches!(run(job(&["no-such-program"])).await, Err(ProcessError::NotFound { .. })));
    assert!(matches!(run(job(&["printf", "a\0b"])).await, Err(ProcessError::Nul { .. })));
    assert!(matches!(
        run(Job { cwd: Some("/no/such".into()), ..job(&["env"]) }).await,
        Err(ProcessError::Folder { .. })
    ));
    assert!(matches!(
        run(Job { cwd: Some("/".into()), outputs: vec!["a".into()], ..job(&["env"]) }).await,
        Err(ProcessError::FolderAndOutputs)
    ));
    assert!(matches!(
        run(Job { env: vec!["=".into()], ..job(&["env"]) }).await,
        Err(ProcessError::Variable { .. })
    ));
}

/// A pipe in the file system: who reads it meets the end when the last process that writes to it is gone.
fn pipe() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe").to_str().unwrap().to_owned();
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    (folder, path)
}

/// A child and a grandchild, both deaf to `SIGTERM`, that hold the pipe.
fn stubborn(pipe: &str) -> Job {
    let path = std::env::var("PATH").unwrap();
    let text = format!(
        "trap '' TERM; exec 9>{pipe}; sh -c 'trap \"\" TERM; echo x >&9; exec sleep 1000' & wait; sleep 1000"
    );
    Job { env: vec![format!("PATH={path}")], ..script(&text) }
}

/// Waits for the first byte, then for the end: all who held it are gone.
fn open(pipe: &str) -> fs::File {
    let mut file = fs::File::open(pipe).unwrap();
    file.read_exact(&mut [0; 2]).unwrap();
    file
}

#[tokio::test]
async fn a_timeout_ends_children_of_children() {
    let (_folder, path) = pipe();
    let reader = std::thread::spawn({
        let path = path.clone();
        move || open(&path).read(&mut [0; 8]).unwrap()
    });
    let error = failure(Job { timeout: 1, ..stubborn(&path) }).await;
    assert!(error.contains("did not end within 1 s"), "{error}");
    assert_eq!(reader.join().unwrap(), 0);
}

#[tokio::test]
async fn a_dropped_step_ends_children_of_children() {
    let (_folder, path) = pipe();
    let (started, wait) = tokio::sync::oneshot::channel();
    let reader = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut file = open(&path);
            started.send(()).unwrap();
            file.read(&mut [0; 8]).unwrap()
        }
    });
    let step = tokio::spawn(async move { run(stubborn(&path)).await });
    wait.await.unwrap();
    step.abort();
    assert!(step.await.unwrap_err().is_cancelled());
    let read = tokio::task::spawn_blocking(|| reader.join().unwrap()).await.unwrap();
    assert_eq!(read, 0);
}

#[tokio::test]
async fn a_cancelled_step_ends_its_program() {
    let ctx = Ctx::test();
    ctx.cancel_test();
    let ended = job(&["sleep", "1000"]).run(&ctx).await;
    assert!(matches!(ended, Err(ProcessError::Cancelled { .. })));
}

#[tokio::test]
async fn what_it_left_behind_ends_with_it() {
    let (_folder, path) = pipe();
    let reader = std::thread::spawn({
        let path = path.clone();
        move || open(&path).read(&mut [0; 8]).unwrap()
    });
    let text = format!("exec 9>{path}; echo x >&9; sleep 1000 & exit 0");
    let path = std::env::var("PATH").unwrap();
    let ctx = Ctx::test();
    Job { env: vec![format!("PATH={path}")], ..script(&text) }.run(&ctx).await.unwrap();
    assert_eq!(reader.join().unwrap(), 0);
    assert!(ctx.lines().is_empty(), "its output is not waited for: {:?}", ctx.lines());
}

/// Runs in a process of its own, which the test below kills.
#[test]
fn a_program_that_is_killed_takes_its_children_along() {
    const PIPE: &str = "LIGHTFLOW_STD_TEST_PIPE";
    if let Ok(path) = std::env::var(PIPE) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let _ = runtime.block_on(run(stubborn(&path)));
        return;
    }
    let (_folder, path) = pipe();
    let mut parent = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "process::exec::tests::a_program_that_is_killed_takes_its_children_along"])
        .env(PIPE, &path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut file = open(&path);
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(file.read(&mut [0; 8]).unwrap(), 0);
}

#[tokio::test]
async fn outputs_are_moved_to_the_output_folder() {
    let ctx = Ctx::test();
    let made = Job {
        outputs: vec!["a.txt".into(), "b/c.txt".into()],
        ..script("echo 1 >a.txt; mkdir b; echo 2 >b/c.txt; echo 3 >d")
    };
    let path = std::env::var("PATH").unwrap();
    let done = Job { env: vec![format!("PATH={path}")], ..made }.run(&ctx).await.unwrap();
    assert_eq!(fs::read_to_string(&done.files[1]).unwrap(), "2\n");
    let root = done.files[0].parent().unwrap();
    let mut left: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.txt", "b"]);
}

#[tokio::test]
async fn an_output_is_a_plain_file_that_the_program_made() {
    for (text, problem) in [
        ("ln -s /etc/passwd a", "is behind a symbolic link"),
        (":", "was not made"),
        ("mkdir a", "is no plain file"),
        ("mkfifo a", "is no plain file"),
    ] {
        let path = std::env::var("PATH").unwrap();
        let error =
            failure(Job { env: vec![format!("PATH={path}")], outputs: vec!["a".into()], ..script(text) })
                .await;
        assert!(error.contains(problem), "{error}");
    }
    for name in ["../a", "/etc/passwd", "a/../../b"] {
        let error = run(Job { outputs: vec![name.into()], ..job(&["env"]) }).await.unwrap_err();
        assert!(matches!(error, ProcessError::Place(_)), "{error}");
    }
    for name in ["", "a/", "a\0b"] {
        let error = run(Job { outputs: vec![name.into()], ..job(&["env"]) }).await.unwrap_err();
        assert!(matches!(error, ProcessError::Name { .. }), "{error}");
    }
}
