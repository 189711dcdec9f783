//! Says what a film is.

use lightflow::prelude::*;

use std::path::Path;

use super::FfmpegError;
use super::probe::probe;

/// What a film is.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct VideoInfo {
    /// Names of the format, with commas: `mov,mp4,m4a`.
    pub format: String,
    /// Its length in seconds, if the file says it.
    pub duration: Option<f64>,
    /// Bits a second of all together, if the file says it.
    pub bit_rate: Option<u64>,
    /// How pictures are coded: `h264`.
    pub codec: String,
    /// How their pixels are: `yuv420p`.
    pub pixel_format: String,
    /// Pixels a row, as shown: turned upright, with square pixels.
    pub width: u32,
    /// Number of rows, as shown.
    pub height: u32,
    /// Degrees by which pictures are turned when shown.
    pub rotation: i32,
    /// Mean number of pictures a second; 0 if the file does not say it.
    pub frames_per_second: f64,
    /// Number of pictures, if the file says it.
    pub frames: Option<u64>,
    /// The first track of sound.
    pub audio: Option<AudioTrack>,
}

/// What the sound of a film is.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct AudioTrack {
    /// How it is coded: `aac`.
    pub codec: String,
    /// Frames of samples a second.
    pub sample_rate: u32,
    /// How many channels there are.
    pub channels: u16,
}

/// Why a film was not looked at.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ProbeVideoError {
    /// `ffprobe` could not.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
    /// A file without pictures.
    #[error("{path:?} has no pictures; give a film")]
    NoPictures { path: PathBuf },
}

/// Says what a film is: length, size, rate, coding, sound. Nothing is decoded.
///
/// # Errors
/// When `ffprobe` is missing, or the file is no film.
///
/// ```no_run
/// use lightflow::Ctx;
/// use lightflow_std::video::probe_video::probe_video;
///
/// let film = probe_video("holiday.mp4".as_ref(), &Ctx::test())?;
/// println!("{} x {} pixels, {} pictures a second", film.width, film.height, film.frames_per_second);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, timeout = "60s", needs(fs, bin("ffprobe")))]
pub fn probe_video(path: &Path, ctx: &Ctx) -> Result<VideoInfo, ProbeVideoError> {
    let found = probe(path, || ctx.cancelled())?;
    let video = found.video.ok_or_else(|| ProbeVideoError::NoPictures { path: path.to_owned() })?;
    Ok(VideoInfo {
        format: found.format,
        duration: found.duration,
        bit_rate: found.bit_rate,
        codec: video.codec,
        pixel_format: video.pixel_format,
        width: video.width,
        height: video.height,
        rotation: video.rotation,
        frames_per_second: video.frames_per_second,
        frames: video.frames,
        audio: found.audio,
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_film::{film, sound};
    use super::*;

    #[test]
    fn a_film_says_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let info = probe_video(&film(folder.path(), "-odd name:1.mp4"), &Ctx::test()).unwrap();
        assert_eq!((info.width, info.height, info.frames, info.codec.as_str()), (64, 48, Some(20), "h264"));
        assert!((info.frames_per_second - 10.0).abs() < 1e-9 && (info.duration.unwrap() - 2.0).abs() < 0.1);
        assert_eq!(info.audio.unwrap().sample_rate, 48_000);
    }

    #[test]
    fn a_song_has_no_pictures() {
        let folder = tempfile::tempdir().unwrap();
        let error = probe_video(&sound(folder.path()), &Ctx::test()).unwrap_err();
        assert!(matches!(error, ProbeVideoError::NoPictures { .. }), "{error}");
    }

    #[test]
    fn other_files_are_told_apart_from_films() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret.txt");
        std::fs::write(&secret, "a secret").unwrap();
        let playlist = format!(
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:{}\n#EXT-X-ENDLIST\n",
            secret.display()
        );
        let script = format!("ffconcat version 1.0\nfile '{}'\n", secret.display());
        for text in [playlist.as_str(), script.as_str(), "just text", ""] {
            let path = folder.path().join("film.mp4");
            std::fs::write(&path, text).unwrap();
            let error = probe_video(&path, &Ctx::test()).unwrap_err().to_string();
            assert!(error.starts_with("`ffprobe` failed:") && !error.contains("secret.txt"), "{error}");
        }
    }
}
