//! Writes pictures into a film.

use std::path::{Path, PathBuf};

use lightflow::prelude::*;

use crate::audio::AudioError;
use crate::image::Image;
use crate::image::imaging::canvas::over;
use crate::output_file::{OutputError, RenameError, named, output_path, rename_artifact, temporary_beside};

use super::FfmpegError;
use super::ffmpeg::{Feed, arguments, ffmpeg, file_url, report};

/// How a film is coded, and in what file.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VideoFormat {
    /// H.264 and AAC in MP4: plays everywhere.
    #[default]
    Mp4,
    /// VP9 and Opus in WebM: smaller, and free of patents.
    Webm,
}

impl VideoFormat {
    fn extension(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
        }
    }

    fn coders(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Mp4 => (
                &["-c:v", "libx264", "-preset", "medium", "-movflags", "+faststart"],
                &["-c:a", "aac", "-b:a", "192k"],
            ),
            Self::Webm => (
                &["-c:v", "libvpx-vp9", "-b:v", "0", "-row-mt", "1", "-deadline", "good", "-cpu-used", "4"],
                &["-c:a", "libopus", "-b:a", "160k"],
            ),
        }
    }
}

/// Why there is no film.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum EncodeVideoError {
    /// `ffmpeg` could not.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
    /// Nothing to show.
    #[error("there is no image to make a film of; give at least one")]
    Nothing,
    /// One has another size.
    #[error(
        "image `{name}` has {width}x{height} pixels, but `{first}` has {first_width}x{first_height}; bring all to one size with `fit`"
    )]
    Size { name: String, width: u32, height: u32, first: String, first_width: u32, first_height: u32 },
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] OutputError),
    /// The sound has no byte form.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

impl From<RenameError<Self>> for EncodeVideoError {
    fn from(error: RenameError<Self>) -> Self {
        match error {
            RenameError::Made(error) => error,
            RenameError::Write(error) => Self::Write(error),
        }
    }
}

/// How a film is made.
pub struct FilmWriter<'a> {
    /// Of the first picture, and so of all.
    pub first: &'a Image,
    pub fps: f64,
    pub format: VideoFormat,
    /// Constant rate factor.
    pub crf: u32,
    /// How long it will be, if that is known.
    pub seconds: Option<f64>,
    /// A file with its sound.
    pub sound: Option<&'a Path>,
}

impl FilmWriter<'_> {
    /// Where a film of this name goes.
    ///
    /// # Errors
    /// When the name leads out of the run's folder.
    pub fn target(name: &str, format: VideoFormat, ctx: &Ctx) -> Result<PathBuf, EncodeVideoError> {
        Ok(output_path(ctx, &named(name, format.extension())?)?)
    }

    /// Whether a picture fits to the first.
    ///
    /// # Errors
    /// When its size is another.
    pub fn check(first: &Image, image: &Image) -> Result<(), EncodeVideoError> {
        if (image.width(), image.height()) == (first.width(), first.height()) {
            return Ok(());
        }
        Err(EncodeVideoError::Size {
            name: image.name().to_owned(),
            width: image.width(),
            height: image.height(),
            first: first.name().to_owned(),
            first_width: first.width(),
            first_height: first.height(),
        })
    }

    /// Makes the film of what `pictures` writes, see [`opaque`]; `broken` says afterwards what was wrong with them.
    ///
    /// # Errors
    /// When `ffmpeg` is missing or has no such coder, or pictures are wrong. Then there is no file.
    pub fn write(
        &self,
        target: PathBuf,
        pictures: Feed<'_>,
        broken: impl FnOnce() -> Result<(), EncodeVideoError>,
        ctx: &Ctx,
    ) -> Result<PathBuf, EncodeVideoError> {
        let temporary = temporary_beside(&target);
        let (size, rate) = (format!("{}x{}", self.first.width(), self.first.height()), self.fps.to_string());
        let mut options =
            arguments(&["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", &size, "-r", &rate, "-i", "pipe:0"]);
        if let Some(sound) = self.sound {
            options.extend(arguments(&["-protocol_whitelist", "file,pipe", "-f", "wav", "-i"]));
            options.push(file_url(sound));
        }
        let filter = "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";
        let (video_coder, audio_coder) = self.format.coders();
        options.extend(arguments(&["-vf", filter, "-crf", &self.crf.to_string()]));
        options.extend(arguments(video_coder));
        options.extend(arguments(&[
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
        ]));
        if self.sound.is_some() {
            options.extend(arguments(audio_coder));
        }
        if let Some(seconds) = self.seconds {
            options.extend(arguments(&["-t", &seconds.to_string()]));
        }
        options.extend(arguments(&["-progress", "pipe:1"]));
        options.push(file_url(&temporary));
        let seconds = self.seconds.unwrap_or(f64::INFINITY);
        let made = ffmpeg(ctx, options, Some(pictures), report(ctx, seconds, "encoding"));
        let made = broken().and(made.map_err(EncodeVideoError::from));
        Ok(rename_artifact(ctx, &temporary, target, made)?)
    }
}

/// Red, green and blue over black.
pub fn opaque(image: &Image) -> Vec<u8> {
    image
        .quads()
        .flat_map(|quad| {
            let [red, green, blue, _] = over(quad, 1.0, [0, 0, 0, 255]);
            [red, green, blue]
        })
        .collect()
}
