//! What a program writes: kept up to a limit, and logged line by line.

use std::io;

use lightflow::Ctx;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::finished::Overflow;

/// The longest line of a log, in bytes. The rest of it is left out.
const LONGEST_LINE: usize = 4096;

/// A run's journal keeps the log: it is for people to read, not for data.
const MOST_LINES: usize = 10_000;

/// What was read of a pipe.
#[derive(Debug, Default)]
pub struct Taken {
    /// Up to the limit.
    pub bytes: Vec<u8>,
    /// Whether there was more.
    pub cut: bool,
}

impl Taken {
    /// Adds what was read; false if the limit is reached, and what is beyond it may not be dropped.
    pub fn add(&mut self, read: &[u8], limit: usize, overflow: Overflow) -> bool {
        let room = limit - self.bytes.len();
        self.bytes.extend(&read[..read.len().min(room)]);
        if read.len() > room {
            self.cut = true;
        }
        !self.cut || overflow == Overflow::Cut
    }
}

/// Why a pipe is not read on.
#[derive(Debug)]
pub enum Stopped {
    /// The limit is reached, and what is beyond it may not be dropped.
    Full,
    /// The system refused it.
    Io(io::Error),
}

/// Reads `pipe` to its end, into `taken`.
pub async fn take(
    mut pipe: impl AsyncRead + Unpin,
    taken: &mut Taken,
    limit: usize,
    overflow: Overflow,
    mut lines: Option<Lines<'_>>,
) -> Result<(), Stopped> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let count = pipe.read(&mut buffer).await.map_err(Stopped::Io)?;
        if count == 0 {
            break;
        }
        let read = &buffer[..count];
        if let Some(lines) = &mut lines {
            lines.push(read);
        }
        if !taken.add(read, limit, overflow) {
            return Err(Stopped::Full);
        }
    }
    if let Some(lines) = &mut lines {
        lines.end();
    }
    Ok(())
}

/// Cuts bytes into lines for a step's log.
///
/// A line that a program writes over (a progress bar, with `\r`) is logged as it is at last. Control characters, which could
/// steer the terminal of the reader, are left out.
#[derive(Debug)]
pub struct Lines<'a> {
    ctx: &'a Ctx,
    line: Vec<u8>,
    returned: bool,
    logged: usize,
}

impl<'a> Lines<'a> {
    /// Lines for the log of this step.
    pub fn of(ctx: &'a Ctx) -> Self {
        Self { ctx, line: Vec::new(), returned: false, logged: 0 }
    }

    /// Adds what was read.
    pub fn push(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match byte {
                b'\n' => self.log(),
                b'\r' => self.returned = true,
                _ => {
                    if std::mem::take(&mut self.returned) {
                        self.line.clear();
                    }
                    if self.line.len() < LONGEST_LINE {
                        self.line.push(byte);
                    }
                }
            }
        }
    }

    /// There is no more.
    pub fn end(&mut self) {
        if !self.line.is_empty() {
            self.log();
        }
    }

    fn log(&mut self) {
        self.returned = false;
        let text = String::from_utf8_lossy(&self.line);
        let text: String =
            text.chars().filter(|character| *character == '\t' || !character.is_control()).collect();
        self.line.clear();
        self.logged += 1;
        match self.logged {
            ..MOST_LINES => self.ctx.log(text),
            MOST_LINES => self.ctx.log(format!("{text}\n(further lines are not logged)")),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(pieces: &[&[u8]]) -> Vec<String> {
        let ctx = Ctx::test();
        let mut lines = Lines::of(&ctx);
        pieces.iter().for_each(|piece| lines.push(piece));
        lines.end();
        ctx.lines()
    }

    #[test]
    fn lines_are_put_together_from_pieces() {
        assert_eq!(logged(&[b"on", b"e\ntw", b"o\r\n", b"three"]), ["one", "two", "three"]);
    }

    #[test]
    fn a_progress_bar_is_one_line() {
        assert_eq!(logged(&[b"10 %\r", b"50 %\r100 %\n"]), ["100 %"]);
    }

    #[test]
    fn a_line_cannot_steer_a_terminal_or_flood_the_log() {
        assert_eq!(logged(&[b"\x1b]0;title\x07red\n"]), ["]0;titlered"]);
        assert_eq!(logged(&[&[b'x'; 100_000]])[0].len(), LONGEST_LINE);
        assert_eq!(logged(&[&[b'\n'; 20_000]]).len(), MOST_LINES);
    }

    #[tokio::test]
    async fn what_is_beyond_the_limit_is_dropped_or_a_fault() {
        let mut taken = Taken::default();
        take(&b"12345"[..], &mut taken, 5, Overflow::Fail, None).await.unwrap();
        assert!(!taken.cut);
        let mut taken = Taken::default();
        take(&b"12345"[..], &mut taken, 4, Overflow::Cut, None).await.unwrap();
        assert_eq!((&*taken.bytes, taken.cut), (&b"1234"[..], true));
        let full = take(&b"12345"[..], &mut Taken::default(), 4, Overflow::Fail, None).await;
        assert!(matches!(full, Err(Stopped::Full)));
    }
}
