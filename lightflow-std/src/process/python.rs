//! A script for Python.

use lightflow::prelude::*;
use serde_json::Value;

use super::child::Job;
use super::error::ProcessError;
use super::finished::Overflow;

/// How a script's output is read.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ScriptOutput {
    /// One value of JSON.
    #[default]
    Json,
    /// A text, as it is.
    Text,
}

/// Runs a Python script that gets `input` as JSON on stdin, and gives what it prints.
///
/// ```text
/// import json, sys
/// numbers = json.load(sys.stdin)
/// json.dump(sum(numbers), sys.stdout)
/// ```
///
/// Messages go to stderr, which is logged. Python runs isolated (`-I`): neither variables of the environment, nor packages of the user,
/// nor modules in the working folder change what it imports. For packages, give the `python3` of a virtual environment as `interpreter`. All else
/// is as with [`exec`](fn@super::exec::exec).
///
/// # Errors
/// A script that fails, prints something else than JSON, writes more than `max_output`, or takes too long.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::process::python::python;
/// use serde_json::{Value, json};
///
/// /// Adds numbers up.
/// #[workflow]
/// fn add(numbers: Vec<u32>) -> Value {
///     let input: Value = Value::from(numbers);
///     python { script: "import json, sys; print(sum(json.load(sys.stdin)))", input, .. }
/// }
///
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// assert_eq!(Engine::new().run(add { numbers: vec![1, 2] }).await.unwrap(), json!(3));
/// # });
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(bin("python3"), fs), volatile)]
pub async fn python(
    /// What Python runs.
    #[port(len = 1..=100_000)]
    script: &str,
    /// What the script reads from stdin, as JSON.
    #[port(default = Value::Null)]
    input: Value,
    /// Whether it prints JSON or text.
    #[port(default = ScriptOutput::Json)]
    output: ScriptOutput,
    /// Which Python: a name, or the path of one.
    #[port(default = "python3", len = 1..=4096)]
    interpreter: String,
    /// The variables that it gets: `NAME` for the value here, or `NAME=value`.
    #[port(default = Vec::new(), len = 0..=256)]
    env: Vec<String>,
    /// Where it works: here, if nothing else is said.
    #[port(default = None)]
    cwd: Option<PathBuf>,
    /// How long it may take.
    #[port(default = 600, range = 1..=604_800, unit = "s")]
    timeout: u64,
    /// How much it may print.
    #[port(default = 16 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_output: u64,
    ctx: &Ctx,
) -> Result<Value, ProcessError> {
    let mut argv = vec![interpreter];
    argv.extend(["-I", "-X", "utf8", "-c"].map(String::from));
    argv.push(script.to_owned());
    let job = Job {
        argv,
        env,
        cwd,
        outputs: Vec::new(),
        stdin: input.to_string().into(),
        timeout,
        max_output,
        overflow: Overflow::Fail,
        binary: false,
        check: true,
        sandbox: None,
        name: Some("python"),
    };
    let done = job.run(ctx).await?;
    match output {
        ScriptOutput::Text => Ok(Value::String(done.stdout)),
        ScriptOutput::Json => {
            serde_json::from_str(&done.stdout).map_err(|source| ProcessError::NotJson { source })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    async fn run(script: &str, input: Value, output: ScriptOutput) -> Result<Value, ProcessError> {
        // Version managers put a script on the path that needs variables of its own.
        let env = ["PATH", "HOME"].map(String::from).to_vec();
        python(script, input, output, "python3".into(), env, None, 600, 65_536, &Ctx::test()).await
    }

    #[tokio::test]
    async fn json_goes_in_and_out() {
        let script = "import json, sys\njson.dump({'got': json.load(sys.stdin)}, sys.stdout)";
        let input = json!({ "text": "ä\n\"", "list": [1, null, 2.5] });
        assert_eq!(run(script, input.clone(), ScriptOutput::Json).await.unwrap(), json!({ "got": input }));
    }

    #[tokio::test]
    async fn a_module_where_it_works_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("json.py"), "raise SystemExit('another json')").unwrap();
        let (env, cwd) = (["PATH", "HOME"].map(String::from).to_vec(), Some(folder.path().to_owned()));
        let (script, output, ctx) = ("import json; print(json.dumps(7))", ScriptOutput::Json, Ctx::test());
        let done = python(script, Value::Null, output, "python3".into(), env, cwd, 600, 65_536, &ctx).await;
        assert_eq!(done.unwrap(), json!(7));
    }

    #[tokio::test]
    async fn text_comes_out_as_it_is() {
        let done = run("print('grün')", Value::Null, ScriptOutput::Text).await.unwrap();
        assert_eq!(done, json!("grün\n"));
    }

    #[tokio::test]
    async fn what_is_wrong_is_told() {
        let error = run("print('grün')", Value::Null, ScriptOutput::Json).await.unwrap_err();
        assert!(matches!(error, ProcessError::NotJson { .. }), "{error}");
        let error = run("raise ValueError('no frames')", Value::Null, ScriptOutput::Json).await.unwrap_err();
        assert!(error.to_string().contains("ValueError: no frames"), "{error}");
    }
}
