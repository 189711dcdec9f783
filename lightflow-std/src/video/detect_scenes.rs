//! Finds the cuts of a film.

use lightflow::prelude::*;

use std::path::Path;

use super::FfmpegError;
use super::ffmpeg::{Next, arguments, ffmpeg, input};
use super::probe::probe;

/// Where a film cuts to something else.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub struct SceneChange {
    /// When the new scene begins, in seconds.
    pub time: f64,
    /// How much changes, from 0 to 100.
    pub score: f64,
}

/// Why scenes were not found.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DetectScenesError {
    /// `ffmpeg` could not.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
    /// A file without pictures.
    #[error("{path:?} has no pictures; give a film")]
    NoPictures { path: PathBuf },
}

/// Finds the cuts of a film, by the filter `scdet` of `ffmpeg`.
///
/// The score of a frame is the mean difference of its pixels to the frame before, or how much that difference changed, whichever is less. A
/// threshold of 8 to 14 is usual. Slow fades are not found. The first scene begins at 0 and is not among them.
///
/// # Errors
/// When `ffmpeg` is missing, or the file is no film.
///
/// ```no_run
/// use lightflow::Ctx;
/// use lightflow_std::video::detect_scenes::detect_scenes;
///
/// for cut in detect_scenes("holiday.mp4".as_ref(), 10.0, &Ctx::test())? {
///     println!("{:.2} s", cut.time);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, timeout = "1h", needs(fs, bin("ffmpeg"), bin("ffprobe")))]
pub fn detect_scenes(
    path: &Path,
    /// Smaller changes are no cuts.
    #[port(default = 10.0, range = 0.0..=100.0)]
    threshold: f64,
    ctx: &Ctx,
) -> Result<Vec<SceneChange>, DetectScenesError> {
    let film = probe(path, || ctx.cancelled())?;
    if film.video.is_none() {
        return Err(DetectScenesError::NoPictures { path: path.to_owned() });
    }
    let mut options = input(path)?;
    let filter = format!("scdet=threshold={threshold}:sc_pass=1,metadata=mode=print:file=-");
    options.extend(arguments(&["-map", "0:v:0", "-vf", &filter, "-f", "null", "-"]));
    let mut printed = Vec::new();
    ffmpeg(ctx, options, None, |piece| {
        printed.extend_from_slice(piece);
        Next::Go
    })?;
    Ok(changes(&String::from_utf8_lossy(&printed)))
}

/// Reads what the filter `metadata` prints of frames that begin a scene.
fn changes(printed: &str) -> Vec<SceneChange> {
    let mut found = Vec::new();
    let mut score = None;
    for line in printed.lines() {
        if let Some(value) = line.strip_prefix("lavfi.scd.score=") {
            score = value.trim().parse().ok();
        } else if let Some(value) = line.strip_prefix("lavfi.scd.time=")
            && let (Ok(time), Some(score)) = (value.trim().parse(), score.take())
        {
            found.push(SceneChange { time, score });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::test_film::{film, sound};
    use super::*;

    #[test]
    fn the_cut_from_red_to_blue_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = film(folder.path(), "a.mp4");
        let cuts = detect_scenes(&path, 5.0, &Ctx::test()).unwrap();
        assert_eq!(cuts.len(), 1, "{cuts:?}");
        assert!((cuts[0].time - 1.0).abs() < 0.01 && cuts[0].score > 5.0, "{cuts:?}");
        assert_eq!(detect_scenes(&path, 100.0, &Ctx::test()).unwrap(), []);
    }

    #[test]
    fn a_song_has_no_scenes() {
        let folder = tempfile::tempdir().unwrap();
        let error = detect_scenes(&sound(folder.path()), 10.0, &Ctx::test()).unwrap_err();
        assert!(matches!(error, DetectScenesError::NoPictures { .. }));
    }

    #[test]
    fn lines_without_sense_are_passed_over() {
        let printed = "frame:0 pts:1\nlavfi.scd.mafd=1\nlavfi.scd.score=12.5\nlavfi.scd.time=1.25\nlavfi.scd.time=9\nlavfi.scd.score=x\n";
        assert_eq!(changes(printed), [SceneChange { time: 1.25, score: 12.5 }]);
    }
}
