//! Cuts a part out of a film.

use lightflow::prelude::*;

use std::path::Path;

use super::FfmpegError;
use super::ffmpeg::{arguments, ffmpeg, file_url, input, report};
use super::probe::probe;
use crate::output_file::{OutputError, RenameError, named, output_path, rename_artifact, temporary_beside};

/// Formats that keep what they are given as it is.
const CONTAINERS: [&str; 7] = ["mp4", "m4v", "mov", "mkv", "webm", "avi", "ts"];

/// Why nothing was cut out.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum CutVideoError {
    /// `ffmpeg` could not.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
    /// A file without pictures.
    #[error("{path:?} has no pictures; give a film")]
    NoPictures { path: PathBuf },
    /// Nothing lies there.
    #[error("{path:?} ends at {end:.2} s, before {start} s; start earlier")]
    Behind { path: PathBuf, end: f64, start: f64 },
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] OutputError),
}

/// Cuts a part out of a film into a file of the run's output folder, and returns the file.
///
/// Without `exact`, pictures and sound are taken as they are: quick and without loss, in the format of the film, and the part begins at the
/// key frame before `start` and may end some pictures late. With `exact`, it begins and ends at the frame, and is coded anew as MP4 (H.264
/// at CRF 18, AAC). The name gets the format's extension.
///
/// # Errors
/// When `ffmpeg` is missing or has no such coder, the file is no film, or ends before `start`.
///
/// ```no_run
/// use lightflow::Ctx;
/// use lightflow_std::video::cut_video::cut_video;
///
/// let part = cut_video("holiday.mp4".as_ref(), 60.0, 5.0, true, "beach", &Ctx::test())?;
/// assert!(part.ends_with("beach.mp4"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, timeout = "2h", needs(fs, bin("ffmpeg"), bin("ffprobe")))]
pub fn cut_video(
    path: &Path,
    #[port(range = 0.0..=86400.0, unit = "s")] start: f64,
    #[port(range = 0.001..=86400.0, unit = "s")] duration: f64,
    /// Begin and end at the frame, for the price of coding anew.
    #[port(default = false)]
    exact: bool,
    #[port(len = 1..=200)] name: &str,
    ctx: &Ctx,
) -> Result<PathBuf, CutVideoError> {
    let film = probe(path, || ctx.cancelled())?;
    if film.video.is_none() {
        return Err(CutVideoError::NoPictures { path: path.to_owned() });
    }
    if let Some(end) = film.duration.filter(|end| start >= *end) {
        return Err(CutVideoError::Behind { path: path.to_owned(), end, start });
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let extension = CONTAINERS.into_iter().find(|known| *known == extension && !exact);
    let extension = extension.unwrap_or(if exact { "mp4" } else { "mkv" });
    let target = output_path(ctx, &named(name, extension)?)?;
    let temporary = temporary_beside(&target);

    let (start, length) = (start.to_string(), duration.to_string());
    let mut options = arguments(&["-ss", &start, "-t", &length]);
    options.extend(input(path)?);
    options.extend(arguments(&["-map", "0:v:0", "-map", "0:a?", "-progress", "pipe:1"]));
    if exact {
        let even = "pad=ceil(iw/2)*2:ceil(ih/2)*2";
        options.extend(arguments(&["-vf", even, "-c:v", "libx264", "-crf", "18", "-pix_fmt", "yuv420p"]));
        options.extend(arguments(&["-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"]));
    } else {
        options.extend(arguments(&["-c", "copy", "-avoid_negative_ts", "make_zero"]));
    }
    options.push(file_url(&temporary));
    let cut = ffmpeg(ctx, options, None, report(ctx, duration, "cutting"));
    Ok(rename_artifact(ctx, &temporary, target, cut)?)
}

impl From<RenameError<FfmpegError>> for CutVideoError {
    fn from(error: RenameError<FfmpegError>) -> Self {
        match error {
            RenameError::Made(error) => Self::Ffmpeg(error),
            RenameError::Write(error) => Self::Write(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::extract_frames::extract_frames;
    use super::super::probe_video::probe_video;
    use super::super::test_film::film;
    use super::*;

    #[test]
    fn an_exact_cut_has_the_frames_that_were_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Ctx::test();
        let part = cut_video(&film(folder.path(), "a.mp4"), 0.8, 0.4, true, "part", &ctx).unwrap();
        let frames = extract_frames(&part, 1.0, Some(1), 0.0, 99, 64, &ctx).unwrap();
        let reds: Vec<bool> = frames.iter().map(|frame| frame.pixels()[0] > 128).collect();
        assert_eq!(reds, [true, true, false, false]);
        assert!(probe_video(&part, &ctx).unwrap().audio.is_some());
    }

    #[test]
    fn a_copy_keeps_coding_and_format() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Ctx::test();
        let part = cut_video(&film(folder.path(), "-a.MKV"), 0.0, 0.5, false, "parts/first", &ctx).unwrap();
        assert!(part.ends_with("parts/first.mkv"));
        let (whole, part_of_it) = (2.0, probe_video(&part, &ctx).unwrap());
        assert!(part_of_it.codec == "h264" && part_of_it.duration.unwrap() < whole - 0.5, "{part_of_it:?}");
        assert_eq!(std::fs::read_dir(part.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn behind_the_end_is_nothing_to_cut() {
        let folder = tempfile::tempdir().unwrap();
        let error =
            cut_video(&film(folder.path(), "a.mp4"), 5.0, 1.0, false, "part", &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("before 5 s; start earlier"), "{error}");
    }

    #[test]
    fn a_cancelled_cut_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Ctx::test();
        let beside = ctx.output_path("x").unwrap();
        ctx.cancel_test();
        assert!(cut_video(&film(folder.path(), "a.mp4"), 0.0, 1.0, true, "part", &ctx).is_err());
        assert_eq!(std::fs::read_dir(beside.parent().unwrap()).unwrap().count(), 0);
    }
}
