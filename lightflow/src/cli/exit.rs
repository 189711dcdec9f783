//! How the program ends, as a number for scripts.

/// What the program's exit code says.
///
/// | code | meaning |
/// |---|---|
/// | 0 | all went well |
/// | 1 | a run failed, or something could not be read or written |
/// | 2 | the command line, the inputs or what a run needs is wrong; nothing ran |
/// | 70 | the program itself is at fault: two assets share an id, no thread could be made |
/// | 130 | the run was cancelled |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Done,
    /// A run failed, or something could not be read or written.
    Failed,
    /// The command line, the inputs or what a run needs is wrong; nothing ran.
    Usage,
    /// The program itself is at fault.
    Fault,
    /// The run was cancelled.
    Cancelled,
}

impl Exit {
    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            // EX_SOFTWARE of BSD's sysexits.h.
            Self::Fault => 70,
            // 128 + SIGINT, as shells have it.
            Self::Cancelled => 130,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

/// The table as `--help` prints it.
pub(super) const HELP: &str = "  0    all went well
  1    a run failed, or something could not be read or written
  2    the command line, the inputs or what a run needs is wrong; nothing ran
  70   the program itself is at fault
  130  the run was cancelled";
