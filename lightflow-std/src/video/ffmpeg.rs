//! Runs `ffmpeg` and `ffprobe`.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use lightflow::Ctx;

/// Formats that hold a film or its sound themselves. Those that name other files to read (playlists, patterns of names, scripts) are not
/// among them, whatever the extension says.
const FORMATS: &str = "aac,ac3,aiff,apng,asf,avi,dv,flac,flv,gif,h264,hevc,ivf,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,\
                       mpegvideo,mxf,nut,ogg,rm,wav,yuv4mpegpipe";

/// How often a program that says nothing is looked after.
const BEAT: Duration = Duration::from_millis(25);

/// Why `ffmpeg` or `ffprobe` did not do what it should.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum FfmpegError {
    /// It is not installed.
    #[error("the program `{program}` is not on the path; install ffmpeg 5.1 or newer")]
    Missing { program: &'static str },
    /// It could not be started or talked to.
    #[error("the program `{program}` cannot be run: {source}; check that it works by itself")]
    Run { program: &'static str, source: io::Error },
    /// There is no such file.
    #[error("film {path:?} cannot be opened: {source}; check the path and its permissions")]
    Open { path: PathBuf, source: io::Error },
    /// A folder, a pipe or a device.
    #[error("{path:?} is no file; give the path of a film")]
    NoFile { path: PathBuf },
    /// It gave up.
    #[error("`{program}` failed: {said}; check the file with `ffprobe`")]
    Failed { program: &'static str, said: String },
    /// The step was cancelled, or its time is over.
    #[error("`{program}` was ended, because the step was cancelled or its time is over")]
    Cancelled { program: &'static str },
}

/// What the reader of a program's output wants of the rest.
pub enum Next {
    /// More.
    Go,
    /// No more: the program is ended, and that is no failure.
    Stop,
}

/// Writes a program's input.
pub type Feed<'a> = Box<dyn FnOnce(&mut ChildStdin) -> io::Result<()> + Send + 'a>;

/// Arguments that make it read `path`, whatever its name looks like, and nothing beyond.
///
/// # Errors
/// When there is no such file.
pub fn input(path: &Path) -> Result<Vec<OsString>, FfmpegError> {
    let open = |source| FfmpegError::Open { path: path.to_owned(), source };
    if !path.metadata().map_err(open)?.is_file() {
        return Err(FfmpegError::NoFile { path: path.to_owned() });
    }
    let mut arguments = arguments(&["-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS, "-i"]);
    arguments.push(file_url(path));
    Ok(arguments)
}

/// A path as neither an option nor an address: `file:` stands before it.
pub fn file_url(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}

/// Texts as arguments.
pub fn arguments(texts: &[&str]) -> Vec<OsString> {
    texts.iter().map(OsString::from).collect()
}

/// Runs `ffmpeg`, gives it what `feed` writes, and gives `read` what it prints, piece by piece.
///
/// # Errors
/// When it is missing or fails, or the step is cancelled; then it is ended.
pub fn ffmpeg(
    ctx: &Ctx,
    options: Vec<OsString>,
    feed: Option<Feed<'_>>,
    read: impl FnMut(&[u8]) -> Next,
) -> Result<(), FfmpegError> {
    ffmpeg_until(|| ctx.cancelled(), options, feed, read)
}

/// [`ffmpeg`], for who has no step of its own: it is ended when `cancelled` says so.
///
/// # Errors
/// As [`ffmpeg`].
pub fn ffmpeg_until(
    cancelled: impl Fn() -> bool,
    options: Vec<OsString>,
    feed: Option<Feed<'_>>,
    read: impl FnMut(&[u8]) -> Next,
) -> Result<(), FfmpegError> {
    let quiet = arguments(&["-hide_banner", "-loglevel", "error", "-nostats", "-y"]);
    run(cancelled, "ffmpeg", quiet.into_iter().chain(options), feed, read)
}

/// Runs a program to its end; see [`ffmpeg`].
///
/// # Errors
/// As [`ffmpeg`].
pub fn run(
    cancelled: impl Fn() -> bool,
    program: &'static str,
    options: impl IntoIterator<Item = OsString>,
    feed: Option<Feed<'_>>,
    mut read: impl FnMut(&[u8]) -> Next,
) -> Result<(), FfmpegError> {
    let failed = |source| FfmpegError::Run { program, source };
    let mut command = Command::new(program);
    command.args(options).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if feed.is_some() { Stdio::piped() } else { Stdio::null() });
    let child = command.spawn().map_err(|source| match source.kind() {
        ErrorKind::NotFound => FfmpegError::Missing { program },
        _ => failed(source),
    })?;
    thread::scope(|scope| {
        // It is ended before the scope waits for the threads that read from it, also when something here panics.
        let mut child = Ended(child);
        let (stdin, stdout, stderr) = (child.0.stdin.take(), child.0.stdout.take(), child.0.stderr.take());
        let said = scope.spawn(move || stderr.map(ending).unwrap_or_default());
        let (sender, pieces) = sync_channel::<Vec<u8>>(4);
        scope.spawn(move || {
            let Some(mut stdout) = stdout else { return };
            let mut buffer = vec![0; 1 << 16];
            while let Ok(length @ 1..) = stdout.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        if let (Some(feed), Some(mut stdin)) = (feed, stdin) {
            // A program that ends early closes its input; what it says then is what counts.
            scope.spawn(move || feed(&mut stdin));
        }
        loop {
            if cancelled() {
                return Err(FfmpegError::Cancelled { program });
            }
            match pieces.recv_timeout(BEAT) {
                Ok(piece) => {
                    if let Next::Stop = read(&piece) {
                        return Ok(());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = loop {
            if let Some(status) = child.0.try_wait().map_err(failed)? {
                break status;
            }
            if cancelled() {
                return Err(FfmpegError::Cancelled { program });
            }
            thread::park_timeout(BEAT);
        };
        let said = said.join().unwrap_or_default();
        if status.success() { Ok(()) } else { Err(FfmpegError::Failed { program, said: essence(&said) }) }
    })
}

/// A process that does not outlive its owner.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The last of what is printed: all of it is read, so that the program never waits.
fn ending(mut stream: impl Read) -> String {
    const MOST: usize = 1 << 14;
    let (mut kept, mut buffer) = (Vec::new(), vec![0; 1 << 12]);
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..length]);
        if kept.len() > 2 * MOST {
            kept.drain(..kept.len() - MOST);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// What matters of it: the last lines that differ, without addresses in memory.
fn essence(said: &str) -> String {
    const LINES: usize = 3;
    const LONGEST: usize = 300;
    let mut lines: Vec<String> = Vec::new();
    for line in said.lines().map(plain).filter(|line| !line.is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let from = lines.len().saturating_sub(LINES);
    let text = lines[from..].join(", ");
    match text.char_indices().nth(LONGEST) {
        _ if text.is_empty() => "it says nothing".to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A line without `[mov @ 0x5581]` in front.
fn plain(line: &str) -> String {
    let line = line.trim();
    match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((head, rest)) => match head.split_once(" @ 0x") {
            Some((format, _)) if rest.starts_with("Format not on whitelist") => {
                format!("files of the format `{format}` name other files, or are no films")
            }
            Some(_) => plain(rest),
            None => line.to_owned(),
        },
        None => line.trim_end_matches('.').to_owned(),
    }
}

/// Reads the progress that `-progress pipe:1` prints, and passes it on as a share of `seconds`.
pub fn report<'a>(ctx: &'a Ctx, seconds: f64, doing: &'a str) -> impl FnMut(&[u8]) -> Next + 'a {
    let mut rest = String::new();
    move |piece| {
        rest.push_str(&String::from_utf8_lossy(piece));
        while let Some((line, after)) = rest.split_once('\n') {
            if let Some(Ok(time)) = line.strip_prefix("out_time_us=").map(str::parse::<f64>) {
                ctx.progress((time / 1e6 / seconds) as f32, doing);
            }
            rest = after.to_owned();
        }
        Next::Go
    }
}

/// Writes all of `pictures` to a program.
pub fn write_all<'a>(pictures: impl Iterator<Item = Vec<u8>> + Send + 'a) -> Feed<'a> {
    Box::new(move |stdin| {
        for picture in pictures {
            stdin.write_all(&picture)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_neither_an_option_nor_an_address() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["-version", "http:evil", "concat:a|b", "ordinary.mp4"] {
            let path = folder.path().join(name);
            std::fs::write(&path, b"").unwrap();
            let url = input(&path).unwrap().pop().unwrap();
            assert_eq!(url.to_string_lossy(), format!("file:{}", path.display()));
        }
        assert_eq!(file_url(Path::new("-version")), "file:-version");
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(input(folder.path()), Err(FfmpegError::NoFile { .. })));
        let error = input(&folder.path().join("gone.mp4")).unwrap_err().to_string();
        assert!(error.contains("gone.mp4") && error.contains("check the path"), "{error}");
    }

    #[test]
    fn a_cancelled_step_ends_the_program() {
        let ctx = Ctx::test();
        let endless = arguments(&["-f", "lavfi", "-i", "testsrc", "-f", "rawvideo", "pipe:1"]);
        let mut read = 0;
        let ended = ffmpeg(&ctx, endless, None, |piece| {
            read += piece.len();
            ctx.cancel_test();
            Next::Go
        });
        assert!(matches!(ended, Err(FfmpegError::Cancelled { program: "ffmpeg" })), "{ended:?}");
        assert!(read > 0);
    }

    #[test]
    fn a_program_that_says_nothing_is_ended_too() {
        let ctx = Ctx::test();
        ctx.cancel_test();
        let waits = arguments(&["-f", "rawvideo", "-s", "16x16", "-i", "pipe:0", "-f", "null", "-"]);
        // Nothing is written, and the input stays open for as long as the program lives.
        let feed: Feed<'_> = Box::new(|stdin| {
            loop {
                stdin.write_all(&[0; 16])?;
            }
        });
        assert!(matches!(ffmpeg(&ctx, waits, Some(feed), |_| Next::Go), Err(FfmpegError::Cancelled { .. })));
    }

    #[test]
    fn who_has_read_enough_ends_it_without_failure() {
        let endless = arguments(&["-f", "lavfi", "-i", "testsrc", "-f", "rawvideo", "pipe:1"]);
        ffmpeg(&Ctx::test(), endless, None, |_| Next::Stop).unwrap();
    }

    #[test]
    fn what_it_says_is_in_the_error() {
        let options = arguments(&["-f", "lavfi", "-i", "nosuchsource", "-f", "null", "-"]);
        let error = ffmpeg(&Ctx::test(), options, None, |_| Next::Go).unwrap_err().to_string();
        assert!(error.contains("nosuchsource") && !error.contains("0x"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(|| false, "ffmpeg-that-nobody-has", [], None, |_| Next::Go).unwrap_err();
        assert!(matches!(error, FfmpegError::Missing { program: "ffmpeg-that-nobody-has" }));
    }

    #[test]
    fn only_the_last_lines_that_differ_are_told() {
        let said = "one\n[mov,mp4 @ 0x55d0] two.\n[mov,mp4 @ 0x55d0] two.\nthree\n\nfour\n";
        assert_eq!(essence(said), "two, three, four");
        assert_eq!(essence(""), "it says nothing");
        let refused = "[hls @ 0x55d0] Format not on whitelist 'mov,wav'\n";
        assert_eq!(essence(refused), "files of the format `hls` name other files, or are no films");
        assert_eq!(essence(&"long ".repeat(900)).chars().count(), 301);
    }
}
