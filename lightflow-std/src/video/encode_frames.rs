//! Makes a film of pictures that come one after another.

use lightflow::prelude::*;

use std::iter;
use std::sync::Mutex;

use crate::image::Image;

use super::ffmpeg::write_all;
use super::film_writer::{EncodeVideoError, FilmWriter, VideoFormat, opaque};

/// Makes a film of pictures while they come, in the run's output folder, and returns the file. It has no sound.
///
/// All pictures have one size; transparent parts are black, and odd sizes get a row or column more. Colours are BT.709, 4:2:0. `name`
/// may have folders, and gets the format's extension.
///
/// # Errors
/// When there is no picture, sizes differ, or `ffmpeg` is missing or has no such coder.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::image::Image;
/// use lightflow_std::video::VideoFormat;
/// use lightflow_std::video::encode_frames::encode_frames;
///
/// let frame = |grey: u8| Image::new("", 64, 64, [grey, grey, grey, 255].repeat(64 * 64));
/// let frames = (0..250).map(frame).collect::<Result<Vec<_>, _>>()?;
/// let film = encode_frames(frames.into(), 25.0, VideoFormat::Mp4, 20, "fade".into(), &Ctx::test())?;
/// assert!(film.ends_with("fade.mp4"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs, bin("ffmpeg")))]
pub fn encode_frames(
    frames: ItemStream<Image>,
    #[port(default = 25.0, range = 0.1..=240.0, unit = "fps")] fps: f64,
    #[port(default = VideoFormat::Mp4)] format: VideoFormat,
    /// Constant rate factor: lower is better and larger. 18 is near to the original, 28 small.
    #[port(default = 20, range = 0..=51)]
    crf: u32,
    #[port(len = 1..=200)] name: String,
    ctx: &Ctx,
) -> Result<PathBuf, EncodeVideoError> {
    let target = FilmWriter::target(&name, format, ctx)?;
    let mut frames = frames.into_iter();
    let first = frames.next().ok_or(EncodeVideoError::Nothing)?;
    let wrong = Mutex::new(Ok(()));
    let fitting = frames.map_while(|frame| match FilmWriter::check(&first, &frame) {
        Ok(()) => Some(opaque(&frame)),
        Err(error) => {
            *wrong.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Err(error);
            None
        }
    });
    let pictures = write_all(iter::once(opaque(&first)).chain(fitting));
    let film = FilmWriter { first: &first, fps, format, crf, seconds: None, sound: None };
    let broken =
        || std::mem::replace(&mut *wrong.lock().unwrap_or_else(|poisoned| poisoned.into_inner()), Ok(()));
    film.write(target, pictures, broken, ctx)
}

#[cfg(test)]
mod tests {
    use super::super::extract_frames::extract_frames;
    use super::super::stream_frames::stream_frames;
    use super::super::test_film::film;
    use super::*;
    use crate::image::fit::fit;

    fn frame(width: u32, height: u32) -> Image {
        Image::new("frame", width, height, [200, 30, 40, 255].repeat((width * height) as usize)).unwrap()
    }

    #[test]
    fn a_film_has_the_frames_that_came() {
        let ctx = Ctx::test();
        let frames = ItemStream::from(vec![frame(64, 48); 7]);
        let film = encode_frames(frames, 10.0, VideoFormat::Mp4, 12, "films/red".into(), &ctx).unwrap();
        let back = extract_frames(&film, 1.0, Some(1), 0.0, 20, 64, &ctx).unwrap();
        assert_eq!(back.len(), 7);
        assert!(back[6].quads().all(|[red, green, ..]| red > 180 && green < 60));
    }

    #[test]
    fn of_pictures_that_do_not_fit_there_is_no_film() {
        let ctx = Ctx::test();
        let frames = ItemStream::from(vec![frame(64, 48), frame(64, 48), frame(64, 50)]);
        let error =
            encode_frames(frames, 10.0, VideoFormat::Mp4, 20, "x".into(), &ctx).unwrap_err().to_string();
        assert!(error.contains("has 64x50 pixels, but `frame` has 64x48"), "{error}");
        let folder = ctx.output_path("x.mp4").unwrap();
        assert_eq!(std::fs::read_dir(folder.parent().unwrap()).unwrap().count(), 0);
        let error = encode_frames(vec![].into(), 10.0, VideoFormat::Mp4, 20, "x".into(), &ctx).unwrap_err();
        assert!(matches!(error, EncodeVideoError::Nothing));
    }

    /// Half as large.
    #[workflow]
    fn smaller(film: PathBuf) -> PathBuf {
        let frames = stream_frames { path: film, fps: 10.0, side: 32, .. };
        encode_frames { frames, fps: 10.0, name: "smaller".to_owned(), .. }
    }

    /// Small pictures of a film.
    #[workflow]
    fn stills(film: PathBuf) -> Vec<Image> {
        let frames = stream_frames { path: film, fps: 10.0, .. };
        for frame in frames {
            fit { image: &frame, side: 16 }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_film_is_read_and_written_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let film = film(folder.path(), "a.mp4");
        let engine = Engine::builder().output_folder(folder.path().join("out")).build();
        let made = engine.submit(smaller { film: film.clone() }).await.unwrap();
        assert_eq!(extract_frames(&made, 1.0, Some(1), 0.0, 50, 64, &Ctx::test()).unwrap().len(), 20);
        let stills = engine.submit(stills { film }).await.unwrap();
        assert_eq!(stills.len(), 20);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_film_that_cannot_be_read_fails_at_its_step() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("text.mp4");
        std::fs::write(&path, "no film").unwrap();
        let engine = Engine::builder().output_folder(folder.path().join("out")).build();
        let error = engine.submit(smaller { film: path }).await.unwrap_err().to_string();
        assert!(error.contains("stream_frames") && error.contains("ffprobe"), "{error}");
    }
}
