//! The log files of a run: one for each step that said something.
//!
//! `logs/shots[3]/shot/mask.log` has what the step `shots[3]/shot/mask` said, an entry for each line that begins with a
//! time. The journal has the same and is what programs read; the files are for people, `tail` and `grep`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::logs::{Said, stamp};
use lightflow_runtime::Event;

/// So many files are kept open: steps that speak at the same time are few, those of a long `for` are many.
const OPEN: usize = 16;

/// Writes what steps say to files below one folder.
#[derive(Debug)]
pub struct StepLogs {
    folder: PathBuf,
    /// Those written last are at the end.
    open: Vec<(String, File)>,
}

impl StepLogs {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, open: Vec::new() }
    }

    /// Appends what an event lets a step say, if it does.
    ///
    /// # Errors
    /// When the file cannot be written, or the step has a path that no step can have.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        let Some(Said { step, text }) = Said::of(&event.kind) else { return Ok(()) };
        let entry = entry(event.time_ms, &text);
        self.file(step)?.write_all(entry.as_bytes())
    }

    fn file(&mut self, step: &str) -> io::Result<&mut File> {
        match self.open.iter().position(|(open, _)| open == step) {
            Some(index) => self.open[index..].rotate_left(1),
            None => {
                let path = self.folder.join(file_of(step)?);
                fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
                let file = File::options().append(true).create(true).open(path)?;
                if self.open.len() == OPEN {
                    self.open.remove(0);
                }
                self.open.push((step.to_owned(), file));
            }
        }
        Ok(&mut self.open.last_mut().expect("it was opened or moved here").1)
    }
}

/// The file of a step, below the folder of logs.
///
/// # Errors
/// When a part of the path is no name of a step, such as `..`.
fn file_of(step: &str) -> io::Result<PathBuf> {
    if !step.split('/').all(is_part) {
        let shown: String = step.chars().take(80).collect();
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{shown}` is no path of a step")));
    }
    Ok(Path::new(&format!("{step}.log")).to_owned())
}

/// An identifier, a number where several have the same, and items: `mask`, `mask.2`, `shots[3]`.
fn is_part(part: &str) -> bool {
    let (name, items) = part.split_at(part.find('[').unwrap_or(part.len()));
    let (name, number) = name.split_once('.').unwrap_or((name, "1"));
    let mut letters = name.chars();
    let is_name = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_');
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let items = items.split_inclusive(']');
    is_name
        && is_number(number)
        && items
            .map(|item| item.strip_prefix('[').and_then(|item| item.strip_suffix(']')))
            .all(|item| item.is_some_and(is_number))
}

/// An entry: each further line is as far from the margin as the text of the first.
fn entry(time_ms: u64, text: &str) -> String {
    let stamp = stamp(time_ms);
    let mut entry = String::with_capacity(stamp.len() + text.len() + 2);
    for (index, line) in text.split('\n').enumerate() {
        let line = line.trim_end();
        if index == 0 {
            entry.push_str(&stamp);
        } else if !line.is_empty() {
            entry.extend(std::iter::repeat_n(' ', stamp.len()));
        }
        if !line.is_empty() {
            entry.push(' ');
            entry.push_str(line);
        }
        entry.push('\n');
    }
    entry
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;
    use lightflow_runtime::EventKind;

    fn log(step: &str, line: &str) -> Event {
        let kind = EventKind::Log { step: step.into(), line: line.into() };
        Event { seq: 0, time_ms: 1_795_278_005_123, kind }
    }

    #[test]
    fn a_path_leads_to_a_file_below_the_folder() {
        let file = |step| file_of(step).unwrap().display().to_string();
        assert_eq!(file("fit"), "fit.log");
        assert_eq!(file("shots[3]/shot/mask.2"), "shots[3]/shot/mask.2.log");
        assert_eq!(file("größen[0]/_x"), "größen[0]/_x.log");
    }

    #[test]
    fn a_path_that_no_step_can_have_is_refused_and_nothing_is_written() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("logs");
        let mut logs = StepLogs::new(folder.clone());
        for step in [
            "",
            ".",
            "..",
            "../up",
            "a/../../up",
            "/etc/x",
            "a//b",
            "a/",
            "a.b",
            "a[",
            "a[x]",
            "a[1]b",
            "a]",
            "a[]",
            "a\\b",
            "a\0",
        ] {
            let refused = logs.event(&log(step, "text")).unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{step:?}");
        }
        assert!(!folder.exists());
    }

    #[test]
    fn every_entry_begins_with_a_time() {
        expect![[r#"
            2026-11-21T16:20:05.123Z one
            2026-11-21T16:20:05.123Z two lines:
                                     the second

                                     and the last
            2026-11-21T16:20:05.123Z
        "#]]
        .assert_eq(
            &["one", "two lines:\r\nthe second\n\nand the last", ""]
                .map(|text| entry(1_795_278_005_123, text))
                .concat(),
        );
    }

    #[test]
    fn more_steps_speak_than_files_stay_open() {
        let root = tempfile::tempdir().unwrap();
        let mut logs = StepLogs::new(root.path().join("logs"));
        for round in 0..3 {
            for item in 0..3 * OPEN {
                logs.event(&log(&format!("shots[{item}]/mask"), &format!("round {round}"))).unwrap();
            }
            assert_eq!(logs.open.len(), OPEN);
        }
        let last = root.path().join(format!("logs/shots[{}]/mask.log", 3 * OPEN - 1));
        let text = fs::read_to_string(last).unwrap();
        let said: Vec<&str> = text.lines().map(|line| &line[25..]).collect();
        assert_eq!(said, ["round 0", "round 1", "round 2"]);
    }

    proptest! {
        #[test]
        fn no_path_leads_out_of_the_folder(step in r"[a-z./\[\]0-9\\ ~]{0,24}|\PC{0,12}") {
            if let Ok(file) = file_of(&step) {
                let inside = file.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                prop_assert!(inside && file.components().count() == step.split('/').count(), "{}", step);
            }
        }
    }
}
