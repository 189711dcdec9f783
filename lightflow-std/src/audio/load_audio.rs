//! Reads a recording from a file.

use lightflow::prelude::*;

use std::fs::File;
use std::io;
use std::path::Path;

use super::Audio;
use super::decode::{DecodeAudioError, decode_from};

/// Why a sound file was not loaded.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum LoadAudioError {
    /// It is not there, or not to be read.
    #[error("sound file {path:?} cannot be opened: {source}; check the path and its permissions")]
    Open { path: PathBuf, source: io::Error },
    /// A folder, a pipe or a device.
    #[error("{path:?} is no file; give the path of a sound file")]
    NoFile { path: PathBuf },
    /// It is no recording.
    #[error("sound file {path:?} cannot be used: {source}")]
    Decode { path: PathBuf, source: DecodeAudioError },
    /// The run ended.
    #[error("loading {path:?} was cancelled")]
    Cancelled { path: PathBuf },
}

/// Loads a WAVE, FLAC, MP3, Ogg Vorbis or AAC file (in MP4 or ADTS).
///
/// The format is told by the file's content. The recording is named after the stem of the file, and keeps the file's rate and channels: see
/// [`resample`](super::resample::resample()). The length is checked before memory is taken.
///
/// # Errors
/// When it cannot be opened, is no sound in one of these formats, breaks off, or is longer than `longest`.
///
/// ```
/// use lightflow_std::audio::{Audio, load_audio::load_audio};
/// # use lightflow::Ctx;
///
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("click.wav");
/// std::fs::write(&path, Audio::new("", 8000, 1, vec![0.5, -0.5])?.to_wav_bytes()?)?;
/// let click = load_audio(&path, 60.0, &Ctx::test())?;
/// assert_eq!((click.name(), click.samples()), ("click", &[0.5, -0.5][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs))]
pub fn load_audio(
    path: &Path,
    /// A longer recording is refused.
    #[port(default = 3600.0, range = 0.0..=86400.0, unit = "s")]
    longest: f64,
    ctx: &Ctx,
) -> Result<Audio, LoadAudioError> {
    let failed = |source| LoadAudioError::Open { path: path.to_owned(), source };
    // Opening a pipe waits for someone to write into it.
    if !path.metadata().map_err(failed)?.is_file() {
        return Err(LoadAudioError::NoFile { path: path.to_owned() });
    }
    let file = File::open(path).map_err(failed)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let decoded = decode_from(Box::new(file), &name, longest, &|_| ctx.cancelled());
    if ctx.cancelled() {
        return Err(LoadAudioError::Cancelled { path: path.to_owned() });
    }
    decoded.map_err(|source| LoadAudioError::Decode { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.wav");
        let error = load_audio(&missing, 60.0, &Ctx::test()).unwrap_err().to_string();
        assert!(error.contains("missing.wav") && error.contains("check the path"), "{error}");
        let error = load_audio(folder.path(), 60.0, &Ctx::test()).unwrap_err();
        assert!(matches!(error, LoadAudioError::NoFile { .. }), "{error}");
    }

    #[test]
    fn the_extension_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("song.mp3");
        let audio = Audio::new("", 8000, 1, vec![0.5, -0.5]).unwrap();
        std::fs::write(&path, audio.to_wav_bytes().unwrap()).unwrap();
        assert_eq!(load_audio(&path, 60.0, &Ctx::test()).unwrap().samples(), audio.samples());
    }

    #[test]
    fn a_cancelled_step_stops() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let audio = Audio::new("", 8000, 1, vec![0.5; 80_000]).unwrap();
        std::fs::write(&path, audio.to_wav_bytes().unwrap()).unwrap();
        let ctx = Ctx::test();
        ctx.cancel_test();
        assert!(matches!(load_audio(&path, 60.0, &ctx), Err(LoadAudioError::Cancelled { .. })));
    }
}
