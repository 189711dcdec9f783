//! What the command line reads and writes, so that a test can stand in for the process.

use std::io::{self, IsTerminal as _, Read, Write};

use clap::builder::styling::{AnsiColor, Style};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::runs::StorePlace;

/// The surroundings of one call of [`run`](super::run).
pub struct Io {
    /// What `--inputs -` reads.
    pub stdin: Box<dyn Read + Send>,
    /// Results.
    pub stdout: Box<dyn Write + Send>,
    /// Errors, progress and log lines.
    pub stderr: Box<dyn Write + Send>,
    /// Whether people read the results: text if so, an envelope if not.
    pub stdout_is_terminal: bool,
    /// Whether people watch: live progress if so, log lines if not.
    pub stderr_is_terminal: bool,
    /// Whether text on a terminal may be coloured.
    pub color: bool,
    /// How wide help is; found out when it is `None`.
    pub width: Option<usize>,
    /// What cancels a run.
    pub interrupts: Interrupts,
    /// Where runs are kept, if `--store` does not say.
    pub store: StorePlace,
}

/// Where a wish to stop comes from. The first cancels the run; the second ends the program at once.
#[derive(Debug)]
pub enum Interrupts {
    /// Ctrl-C, and SIGTERM where there is one.
    Signals,
    /// Each message is one wish.
    Channel(UnboundedReceiver<()>),
}

impl std::fmt::Debug for Io {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Io")
            .field("stdout_is_terminal", &self.stdout_is_terminal)
            .field("stderr_is_terminal", &self.stderr_is_terminal)
            .finish_non_exhaustive()
    }
}

impl Io {
    /// The process's own; colours unless `NO_COLOR` is set or the terminal is dumb.
    pub fn process() -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            stdin: Box::new(io::stdin()),
            stdout: Box::new(io::stdout()),
            stderr: Box::new(io::stderr()),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            color: !set("NO_COLOR") && !dumb,
            width: None,
            interrupts: Interrupts::Signals,
            store: StorePlace::Environment,
        }
    }

    /// Writes to stdout. A reader that has gone, as `head` does, is no error.
    ///
    /// # Errors
    /// When the text cannot be written for another reason: the disk is full.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        let written = self.stdout.write_all(text.as_bytes()).and_then(|()| self.stdout.flush());
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes a line to stderr. There is nobody to tell when that fails.
    pub(super) fn note(&mut self, line: &str) {
        let _ = writeln!(self.stderr, "{line}");
    }

    /// Colours for stdout.
    pub(super) fn out_paint(&self) -> Paint {
        Paint(self.color && self.stdout_is_terminal)
    }

    /// Colours for stderr.
    pub(super) fn err_paint(&self) -> Paint {
        Paint(self.color && self.stderr_is_terminal)
    }
}

/// Colours text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(pub bool);

impl Paint {
    pub fn bold(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    pub fn dim(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    pub fn red(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default().bold(), text)
    }

    pub fn green(self, text: &str) -> String {
        self.with(AnsiColor::Green.on_default().bold(), text)
    }

    pub fn cyan(self, text: &str) -> String {
        self.with(AnsiColor::Cyan.on_default(), text)
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
