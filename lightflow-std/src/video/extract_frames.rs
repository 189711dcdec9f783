//! Takes pictures out of a film.

use lightflow::prelude::*;

use std::path::Path;

use crate::image::Image;

use super::ffmpeg::Next;
use super::frame_reader::{Choice, FrameReader, FramesError};

/// Takes frames out of a film as pictures.
///
/// Frames come at `fps` a second, or each `every`-th of the film if that is given. They are turned upright, have square pixels, and are
/// scaled down until the longer side is `side`. There are at most `most` of them; the log says when the film has more. Each is named after
/// the film, with its number.
///
/// # Errors
/// When `ffmpeg` is missing, the file is no film, nothing lies behind `start`, or the frames need more than 2 GiB.
///
/// ```no_run
/// use lightflow::Ctx;
/// use lightflow_std::video::extract_frames::extract_frames;
///
/// let frames = extract_frames("holiday.mp4".as_ref(), 0.5, None, 0.0, 40, 640, &Ctx::test())?;
/// assert_eq!(frames[0].name(), "holiday-0001");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, timeout = "1h", needs(fs, bin("ffmpeg"), bin("ffprobe")))]
pub fn extract_frames(
    path: &Path,
    /// Frames for each second of the film.
    #[port(default = 1.0, range = 0.001..=240.0, unit = "fps")]
    fps: f64,
    /// Each so-many-th frame of the film, in place of `fps`.
    #[port(default = None)]
    every: Option<u32>,
    /// Where to begin.
    #[port(default = 0.0, range = 0.0..=86400.0, unit = "s")]
    start: f64,
    /// No more frames than that.
    #[port(default = 300, range = 1..=10_000)]
    most: u32,
    /// The longer side is scaled down to it.
    #[port(default = 1024, range = 16..=8192, unit = "px")]
    side: u32,
    ctx: &Ctx,
) -> Result<Vec<Image>, FramesError> {
    let reader = FrameReader::open(path, Choice { fps, every, start, side }, || ctx.cancelled())?;
    let expected = reader.expected.min(f64::from(most));
    reader.hold(expected as u64)?;
    let mut images = Vec::new();
    // One more tells whether the film has more.
    let read = reader.read(
        Some(most + 1),
        || ctx.cancelled(),
        |image, count| {
            if count <= most {
                images.push(image);
                ctx.progress((f64::from(count) / expected.max(1.0)) as f32, format!("{count} frames"));
            }
            Next::Go
        },
    )?;
    if read > most {
        ctx.log(format!("{path:?} has more than {most} such frames; the rest is left out"));
    }
    Ok(images)
}

#[cfg(test)]
mod tests {
    use super::super::test_film::{film, sound};
    use super::*;

    fn reds(image: &Image) -> bool {
        image.quads().all(|[red, _, blue, alpha]| red > 200 && blue < 60 && alpha == 255)
    }

    #[test]
    fn frames_come_at_the_rate_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let frames =
            extract_frames(&film(folder.path(), "a.mp4"), 2.0, None, 0.0, 300, 1024, &Ctx::test()).unwrap();
        let seen: Vec<_> = frames.iter().map(|frame| (frame.name(), reds(frame))).collect();
        assert_eq!(seen, [("a-0001", true), ("a-0002", true), ("a-0003", false), ("a-0004", false)]);
        assert_eq!((frames[0].width(), frames[0].height()), (64, 48));
    }

    #[test]
    fn every_so_many_th_frame_can_be_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = film(folder.path(), "a.mp4");
        assert_eq!(extract_frames(&path, 1.0, Some(7), 0.0, 300, 1024, &Ctx::test()).unwrap().len(), 3);
        assert_eq!(extract_frames(&path, 1.0, Some(1), 0.0, 300, 1024, &Ctx::test()).unwrap().len(), 20);
    }

    #[test]
    fn there_are_never_more_than_asked_for_and_the_log_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (path, ctx) = (film(folder.path(), "a.mp4"), Ctx::test());
        assert_eq!(extract_frames(&path, 1.0, Some(1), 0.0, 20, 1024, &ctx).unwrap().len(), 20);
        assert!(ctx.lines().is_empty());
        assert_eq!(extract_frames(&path, 1.0, Some(1), 0.0, 5, 1024, &ctx).unwrap().len(), 5);
        assert!(ctx.lines()[0].contains("more than 5 such frames"));
    }

    #[test]
    fn frames_are_scaled_down_to_the_side() {
        let folder = tempfile::tempdir().unwrap();
        let frames =
            extract_frames(&film(folder.path(), "a.mp4"), 1.0, None, 1.0, 1, 32, &Ctx::test()).unwrap();
        assert_eq!((frames[0].width(), frames[0].height(), reds(&frames[0])), (32, 24, false));
    }

    #[test]
    fn behind_the_end_there_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let error =
            extract_frames(&film(folder.path(), "a.mp4"), 1.0, None, 9.0, 9, 32, &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("no picture from 9 s on"), "{error}");
        let error = extract_frames(&sound(folder.path()), 1.0, None, 0.0, 9, 32, &Ctx::test()).unwrap_err();
        assert!(matches!(error, FramesError::NoPictures { .. }));
    }
}
