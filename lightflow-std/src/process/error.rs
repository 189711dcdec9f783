//! Why a program gave nothing.

use std::io;
use std::path::PathBuf;

use lightflow::ArtifactError;

use super::sandbox::SandboxError;

/// Why a program was not run, or its run counts as failed.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// There is no program.
    #[error("the list of arguments is empty; give the program as the first")]
    NoProgram,
    /// The program is nowhere.
    #[error("the program `{program}` is not found; install it, or give its path")]
    NotFound {
        /// What was looked for.
        program: String,
    },
    /// An entry of `env` names nothing.
    #[error("`{entry}` is no variable of an environment; write `NAME` or `NAME=value`")]
    Variable {
        /// The name of the variable, without its value.
        entry: String,
    },
    /// A text that no program can take.
    #[error("{what} has a character of value 0, which ends a text for a program; remove it")]
    Nul {
        /// Where it stands.
        what: String,
    },
    /// The working folder is none.
    #[error("the working folder {path:?} cannot be used: {source}; give a folder that exists")]
    Folder {
        /// As given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Both a working folder and outputs.
    #[error("`cwd` and `outputs` exclude each other: outputs are made in an empty folder; leave one out")]
    FolderAndOutputs,
    /// The guard of the process group cannot run.
    #[error("no process group can be guarded: {0}; `/bin/sh` has to be there")]
    Guard(#[source] io::Error),
    /// The system did not start it.
    #[error("`{program}` cannot be started: {source}; check that it is a program for this machine")]
    Spawn {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// Its end or its pipes were not to be had.
    #[error("`{program}` cannot be followed: {source}; run it again")]
    Follow {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// A code that says failure.
    #[error(
        "`{program}` ended with code {code}{said}; mend what it says, or allow other codes than 0 with `check = false`"
    )]
    Exit {
        /// The program.
        program: String,
        /// Its code, or 128 and the number of the signal that ended it.
        code: i32,
        /// The end of what it said on stderr.
        said: String,
    },
    /// It took too long.
    #[error("`{program}` did not end within {seconds} s and was ended; give it more time with `timeout`")]
    Timeout {
        /// The program.
        program: String,
        /// How long it was given.
        seconds: u64,
    },
    /// The run was cancelled.
    #[error("`{program}` was ended because the run was cancelled; run it again")]
    Cancelled {
        /// The program.
        program: String,
    },
    /// It wrote too much.
    #[error(
        "`{program}` wrote more than {limit} bytes to {stream} and was ended; raise `max_output`, or set `overflow` to `cut`"
    )]
    TooMuch {
        /// The program.
        program: String,
        /// `stdout` or `stderr`.
        stream: &'static str,
        /// Bytes.
        limit: usize,
    },
    /// Bytes where text was expected.
    #[error("`{program}` wrote bytes that are no UTF-8 to stdout; set `binary` to true and take `bytes`")]
    NotText {
        /// The program.
        program: String,
    },
    /// Something else than JSON.
    #[error(
        "the script's output is no JSON: {source}; print one value with `json.dump`, or set `output` to `text`"
    )]
    NotJson {
        /// Where it ends to be JSON.
        source: serde_json::Error,
    },
    /// An output that is not there, or no plain file.
    #[error("the output `{name}` of `{program}` {problem}")]
    Output {
        /// The program.
        program: String,
        /// As asked for.
        name: String,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// What was asked for cannot be enforced.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// A name that no output can have.
    #[error("{name:?} cannot be the name of an output; give one such as `made/list.txt`")]
    Name {
        /// As asked for.
        name: String,
    },
    /// A name that is none in the output folder.
    #[error(transparent)]
    Place(#[from] ArtifactError),
}
