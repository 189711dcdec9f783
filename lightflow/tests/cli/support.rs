//! Calls the command line and keeps what it prints.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use lightflow::cli::{self, Exit, Interrupts, Io, Program};
use lightflow::registry::Registry;
use lightflow::runs::StorePlace;

/// Where stdout goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum To {
    Terminal,
    Pipe,
}

/// What came of a call.
pub struct Called {
    pub exit: Exit,
    pub stdout: String,
    pub stderr: String,
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

const PROGRAM: Program =
    Program { name: "studio", version: "1.2.0", about: "Turns product photos into packshots" };

/// Calls `studio` as from a shell: words are separated by spaces, `'` quotes.
pub fn call(to: To, line: &str) -> Called {
    call_with(to, line, |_| {})
}

/// Calls `studio` with other surroundings.
pub fn call_with(to: To, line: &str, change: impl FnOnce(&mut Io)) -> Called {
    let (stdout, stderr) = (Kept::default(), Kept::default());
    let mut io = Io {
        stdin: Box::new(io::empty()),
        stdout: Box::new(stdout.clone()),
        stderr: Box::new(stderr.clone()),
        stdout_is_terminal: to == To::Terminal,
        stderr_is_terminal: false,
        color: false,
        width: Some(100),
        interrupts: Interrupts::Channel(tokio::sync::mpsc::unbounded_channel().1),
        store: StorePlace::Nowhere,
    };
    change(&mut io);
    let registry = Registry::linked().unwrap();
    let args = std::iter::once("studio".to_owned()).chain(words(line));
    let exit = cli::run(&PROGRAM, args, &registry, &mut io);
    Called { exit, stdout: stdout.text(), stderr: stderr.text() }
}

fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quoted, mut inside) = (false, false);
    for letter in line.chars() {
        match letter {
            '\'' => {
                quoted = !quoted;
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
            }
            ' ' if !quoted => inside = false,
            letter => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                words.last_mut().unwrap().push(letter);
            }
        }
    }
    words
}

impl Called {
    /// Exit code, stdout and stderr in one text; numbers that differ from run to run are `_`.
    pub fn shown(&self) -> String {
        let mut text = format!("exit {}\n", self.exit.code());
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("--- {name}\n{stream}"));
            }
        }
        steady(&text)
    }
}

/// Durations and times become `_`.
fn steady(text: &str) -> String {
    let mut steady = String::new();
    for line in text.lines() {
        let mut line = without(without(line.to_owned(), "\"elapsed\":"), "\"time_ms\":");
        if let Some((before, after)) = line.rsplit_once(" in ")
            && after.ends_with(" ms")
        {
            line = format!("{before} in _");
        }
        if let Some((stamp, after)) = line.split_once("s ")
            && stamp.starts_with("   ")
            && stamp.trim().parse::<f64>().is_ok()
        {
            line = format!("   _ {after}");
        }
        steady.push_str(&line);
        steady.push('\n');
    }
    steady
}

/// Puts `_` for the numbers that follow `mark`.
fn without(text: String, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut steady = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|letter: char| letter.is_ascii_digit() || ".e-".contains(letter));
        steady.push_str(&format!("{mark}_{rest}"));
    }
    steady
}
