//! Frames of a film, one after another.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::image::{Image, ImageError};

use super::FfmpegError;
use super::ffmpeg::{Next, arguments, ffmpeg_until, input};
use super::image_size::within;
use super::probe::probe;

/// Why there are no frames.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum FramesError {
    /// `ffmpeg` could not.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
    /// A file without pictures.
    #[error("{path:?} has no pictures; give a film")]
    NoPictures { path: PathBuf },
    /// Nothing lies there.
    #[error("{path:?} has no picture from {start} s on; start earlier")]
    Empty { path: PathBuf, start: f64 },
    /// More than memory should hold.
    #[error("{count} frames of {width}x{height} pixels are more than 2 GiB; take fewer, or a shorter `side`")]
    TooMuch { count: u64, width: u32, height: u32 },
    /// A frame is no picture.
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// As many bytes of pixels as memory holds at once.
const MOST_BYTES: u64 = 2 << 30;

/// Which frames are taken, and how large.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Frames for each second of the film.
    pub fps: f64,
    /// Each so-many-th frame of the film, in place of `fps`.
    pub every: Option<u32>,
    /// Where to begin, in seconds.
    pub start: f64,
    /// The longer side is scaled down to it.
    pub side: u32,
}

/// A film that was looked at, and whose frames are still to be read.
#[derive(Debug)]
pub struct FrameReader {
    path: PathBuf,
    start: f64,
    width: u32,
    height: u32,
    filter: String,
    /// How many frames there will be, about. A film that does not say how long it is has no end.
    pub expected: f64,
}

impl FrameReader {
    /// Looks at a film.
    ///
    /// # Errors
    /// When it is no film.
    pub fn open(path: &Path, choice: Choice, cancelled: impl Fn() -> bool) -> Result<Self, FramesError> {
        let Choice { fps, every, start, side } = choice;
        let film = probe(path, cancelled)?;
        let video = film.video.ok_or_else(|| FramesError::NoPictures { path: path.to_owned() })?;
        let (width, height) = within(video.width, video.height, side);
        let rate = every.map_or(fps, |every| video.frames_per_second / f64::from(every.max(1)));
        // A film may be longer by a frame or two than it says.
        let expected = film.duration.map(|seconds| ((seconds - start).max(0.0) * rate).ceil() + 2.0);
        let expected = expected.filter(|_| rate > 0.0).unwrap_or(f64::MAX);
        let chosen = match every {
            Some(every) => format!("select=not(mod(n\\,{}))", every.max(1)),
            None => format!("fps={fps}"),
        };
        let filter = format!("{chosen},scale={width}:{height}:flags=lanczos,setsar=1");
        Ok(Self { path: path.to_owned(), start, width, height, filter, expected })
    }

    /// Whether memory holds so many frames.
    ///
    /// # Errors
    /// When it does not.
    pub fn hold(&self, count: u64) -> Result<(), FramesError> {
        let (width, height) = (self.width, self.height);
        if u64::from(width) * u64::from(height) * 4 * count > MOST_BYTES {
            return Err(FramesError::TooMuch { count, width, height });
        }
        Ok(())
    }

    /// Reads frames until there are `most`, no more, or `each` has enough of them, and gives their number. Each is named after the film.
    ///
    /// # Errors
    /// When there is none, or the film breaks off.
    pub fn read(
        self,
        most: Option<u32>,
        cancelled: impl Fn() -> bool,
        mut each: impl FnMut(Image, u32) -> Next,
    ) -> Result<u32, FramesError> {
        let size = self.width as usize * self.height as usize * 4;
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let (mut count, mut failed) = (0, None);
        let mut pixels: Vec<u8> = Vec::with_capacity(size);
        ffmpeg_until(cancelled, self.options(most)?, None, |mut piece| {
            while !piece.is_empty() {
                let (now, later) = piece.split_at(piece.len().min(size - pixels.len()));
                pixels.extend_from_slice(now);
                piece = later;
                if pixels.len() < size {
                    continue;
                }
                let whole = std::mem::replace(&mut pixels, Vec::with_capacity(size));
                count += 1;
                let next = match Image::new(format!("{stem}-{count:04}"), self.width, self.height, whole) {
                    Ok(image) => each(image, count),
                    Err(error) => {
                        failed = Some(error);
                        Next::Stop
                    }
                };
                if let Next::Stop = next {
                    return Next::Stop;
                }
            }
            Next::Go
        })?;
        match failed {
            Some(error) => Err(error.into()),
            None if count == 0 => Err(FramesError::Empty { path: self.path.clone(), start: self.start }),
            None => Ok(count),
        }
    }

    fn options(&self, most: Option<u32>) -> Result<Vec<OsString>, FfmpegError> {
        let mut options = arguments(&["-ss", &self.start.to_string()]);
        options.extend(input(&self.path)?);
        options.extend(arguments(&["-map", "0:v:0", "-vf", &self.filter, "-fps_mode", "passthrough"]));
        if let Some(most) = most {
            options.extend(arguments(&["-frames:v", &most.to_string()]));
        }
        options.extend(arguments(&["-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"]));
        Ok(options)
    }
}
