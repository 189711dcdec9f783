//! What a program leaves.

use bytes::Bytes;
use lightflow::prelude::*;

/// What a program wrote, and how it ended.
#[derive(Ports, Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What it wrote to stdout; empty when `binary` was asked for.
    pub stdout: String,
    /// What it wrote to stdout as it is, when `binary` was asked for; empty if not.
    pub bytes: Bytes,
    /// What it wrote to stderr; what is no UTF-8 is replaced by `U+FFFD`.
    pub stderr: String,
    /// Its exit code; 128 and the number of the signal if one ended it, as shells count.
    pub code: i32,
    /// Whether some of what it wrote was cut off.
    pub cut: bool,
    /// The files of `outputs`, in their order.
    pub files: Vec<PathBuf>,
}

/// What to do with a program that writes more than it may.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overflow {
    /// End it, and fail.
    #[default]
    Fail,
    /// Drop what is beyond the limit, and say so in the log and in `cut`.
    Cut,
}
