//! Makes a film of pictures.

use lightflow::prelude::*;

use crate::audio::Audio;
use crate::image::Image;
use crate::output_file::{OutputError, temporary_beside};

use super::ffmpeg::write_all;
use super::film_writer::{EncodeVideoError, FilmWriter, VideoFormat, opaque};

/// Makes a film of pictures, with sound if there is some, in the run's output folder, and returns the file.
///
/// All pictures have one size; transparent parts are black, and odd sizes get a row or column more. Colours are BT.709, 4:2:0. The film
/// lasts as long as the pictures: longer sound is cut. `name` may have folders, and gets the format's extension.
///
/// # Errors
/// When there is no picture, sizes differ, or `ffmpeg` is missing or has no such coder.
///
/// ```no_run
/// use lightflow::Ctx;
/// use lightflow_std::image::Image;
/// use lightflow_std::video::VideoFormat;
/// use lightflow_std::video::encode_video::encode_video;
///
/// let frame = |grey: u8| Image::new("", 64, 64, [grey, grey, grey, 255].repeat(64 * 64));
/// let frames = (0..250).map(frame).collect::<Result<Vec<_>, _>>()?;
/// let film = encode_video(&frames, 25.0, None, VideoFormat::Mp4, 20, "fade", &Ctx::test())?;
/// assert!(film.ends_with("fade.mp4"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, timeout = "2h", needs(fs, bin("ffmpeg")))]
pub fn encode_video(
    #[port(len = 1..=100_000)] images: &[Image],
    #[port(default = 25.0, range = 0.1..=240.0, unit = "fps")] fps: f64,
    #[port(default = None)] audio: Option<Audio>,
    #[port(default = VideoFormat::Mp4)] format: VideoFormat,
    /// Constant rate factor: lower is better and larger. 18 is near to the original, 28 small.
    #[port(default = 20, range = 0..=51)]
    crf: u32,
    #[port(len = 1..=200)] name: &str,
    ctx: &Ctx,
) -> Result<PathBuf, EncodeVideoError> {
    let first = images.first().ok_or(EncodeVideoError::Nothing)?;
    images.iter().try_for_each(|image| FilmWriter::check(first, image))?;
    let target = FilmWriter::target(name, format, ctx)?;
    let sound = audio.map(|audio| Sound::beside(&target, &audio)).transpose()?;
    let sound = sound.as_ref().map(|sound| sound.0.as_path());
    let film = FilmWriter { first, fps, format, crf, seconds: Some(images.len() as f64 / fps), sound };
    film.write(target, write_all(images.iter().map(opaque)), || Ok(()), ctx)
}

/// A file for `ffmpeg` to read the sound from, while pictures come through the pipe.
struct Sound(PathBuf);

impl Sound {
    fn beside(target: &std::path::Path, audio: &Audio) -> Result<Self, EncodeVideoError> {
        let sound = Self(temporary_beside(&target.with_extension("wav")));
        let written = std::fs::write(&sound.0, audio.to_wav_bytes()?);
        written.map_err(|source| OutputError::Write { path: sound.0.clone(), source })?;
        Ok(sound)
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        // It is of no use to anybody else; what cannot be removed is hidden.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::super::extract_audio::extract_audio;
    use super::super::extract_frames::extract_frames;
    use super::super::probe_video::probe_video;
    use super::*;

    fn frames(width: u32, height: u32) -> Vec<Image> {
        let pixels = width as usize * height as usize;
        let colors = [[200, 30, 40, 255], [30, 160, 60, 255], [250, 250, 250, 0]];
        colors.map(|color| Image::new("frame", width, height, color.repeat(pixels)).unwrap()).to_vec()
    }

    #[test]
    fn colours_come_back_and_transparent_parts_are_black() {
        let ctx = Ctx::test();
        for format in [VideoFormat::Mp4, VideoFormat::Webm] {
            let film = encode_video(&frames(64, 48), 10.0, None, format, 12, "films/colours", &ctx).unwrap();
            let back = extract_frames(&film, 1.0, Some(1), 0.0, 9, 64, &ctx).unwrap();
            assert_eq!(back.len(), 3);
            for (frame, wanted) in back.iter().zip([[200_u8, 30, 40], [30, 160, 60], [0, 0, 0]]) {
                let middle = &frame.pixels()[64 * 24 * 4 + 32 * 4..][..3];
                let near = middle.iter().zip(wanted).all(|(got, want)| got.abs_diff(want) <= 10);
                assert!(near, "{format:?}: {middle:?} for {wanted:?}");
            }
            let left = std::fs::read_dir(film.parent().unwrap()).unwrap().count();
            assert_eq!(left, 1 + usize::from(format == VideoFormat::Webm));
        }
    }

    #[test]
    fn odd_sizes_get_a_row_and_a_column() {
        let ctx = Ctx::test();
        let film = encode_video(&frames(33, 17), 10.0, None, VideoFormat::Mp4, 20, "odd", &ctx).unwrap();
        let info = probe_video(&film, &ctx).unwrap();
        assert_eq!((info.width, info.height, info.frames), (34, 18, Some(3)));
    }

    #[test]
    fn sound_is_cut_to_the_pictures() {
        let ctx = Ctx::test();
        let tone = (0..48_000 * 4).map(|frame| (frame as f32 * 0.05).sin() * 0.5).collect();
        let tone = Audio::new("tone", 48_000, 1, tone).unwrap();
        let images: Vec<Image> = frames(64, 48).into_iter().cycle().take(30).collect();
        let film = encode_video(&images, 10.0, Some(tone), VideoFormat::Mp4, 20, "sound", &ctx).unwrap();
        let sound = extract_audio(&film, 60.0, &ctx).unwrap();
        assert!((sound.duration() - 3.0).abs() < 0.1, "{sound:?}");
        assert_eq!(std::fs::read_dir(film.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn pictures_that_differ_in_size_are_named() {
        let mut images = frames(64, 48);
        images.push(Image::new("odd one", 2, 2, vec![0; 16]).unwrap());
        let error = encode_video(&images, 10.0, None, VideoFormat::Mp4, 20, "x", &Ctx::test()).unwrap_err();
        assert!(
            error.to_string().starts_with("image `odd one` has 2x2 pixels, but `frame` has 64x48"),
            "{error}"
        );
        let error = encode_video(&[], 10.0, None, VideoFormat::Mp4, 20, "x", &Ctx::test()).unwrap_err();
        assert!(matches!(error, EncodeVideoError::Nothing));
    }

    #[test]
    fn a_name_does_not_lead_out_of_the_folder() {
        let error =
            encode_video(&frames(2, 2), 10.0, None, VideoFormat::Mp4, 20, "../x", &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("leads out of the output folder"), "{error}");
    }
}
