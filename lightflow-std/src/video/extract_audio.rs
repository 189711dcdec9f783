//! Takes the sound out of a film.

use lightflow::prelude::*;

use std::path::Path;

use crate::audio::{Audio, AudioError};

use super::FfmpegError;
use super::ffmpeg::{Next, arguments, ffmpeg, input};
use super::probe::probe;

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ExtractAudioError {
    /// `ffmpeg` could not.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
    /// A film without sound.
    #[error("{path:?} has no sound; give a film with a track of it")]
    NoSound { path: PathBuf },
    /// Longer than asked for.
    #[error("the sound of {path:?} is longer than {longest} s; cut the film, or raise the limit")]
    TooLong { path: PathBuf, longest: f64 },
    /// What came is no recording.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Takes the first track of sound out of a film, in its own rate and channels.
///
/// It reads sound files too, in all formats that `ffmpeg` knows as such.
///
/// # Errors
/// When `ffmpeg` is missing, the file is no film, has no sound, or is longer than `longest`.
///
/// ```no_run
/// use lightflow::Ctx;
/// use lightflow_std::video::extract_audio::extract_audio;
///
/// let sound = extract_audio("holiday.mp4".as_ref(), 3600.0, &Ctx::test())?;
/// println!("{} s at {} Hz", sound.duration(), sound.sample_rate());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, timeout = "1h", needs(fs, bin("ffmpeg"), bin("ffprobe")))]
pub fn extract_audio(
    path: &Path,
    /// A longer track is refused.
    #[port(default = 3600.0, range = 0.0..=86400.0, unit = "s")]
    longest: f64,
    ctx: &Ctx,
) -> Result<Audio, ExtractAudioError> {
    let film = probe(path, || ctx.cancelled())?;
    let track = film.audio.ok_or_else(|| ExtractAudioError::NoSound { path: path.to_owned() })?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let too_long = || ExtractAudioError::TooLong { path: path.to_owned(), longest };
    // A track may end a little after the last picture.
    if film.duration.is_some_and(|seconds| seconds > longest + 1.0) {
        return Err(too_long());
    }
    let most = (longest * f64::from(track.sample_rate))
        .min((Audio::MOST_SAMPLES / u64::from(track.channels)) as f64);
    let most = most as usize * usize::from(track.channels) * 4;
    let mut options = input(path)?;
    let (rate, channels) = (track.sample_rate.to_string(), track.channels.to_string());
    options.extend(arguments(&["-map", "0:a:0", "-f", "f32le", "-c:a", "pcm_f32le"]));
    options.extend(arguments(&["-ar", &rate, "-ac", &channels, "pipe:1"]));
    let mut bytes: Vec<u8> = Vec::new();
    ffmpeg(ctx, options, None, |piece| {
        bytes.extend_from_slice(piece);
        if bytes.len() > most { Next::Stop } else { Next::Go }
    })?;
    if bytes.len() > most {
        return Err(too_long());
    }
    let samples = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    Ok(Audio::new(&*name, track.sample_rate, track.channels, samples)?)
}

#[cfg(test)]
mod tests {
    use super::super::test_film::{film, sound, tone};
    use super::*;

    #[test]
    fn the_sound_of_a_film_is_as_long_as_the_film() {
        let folder = tempfile::tempdir().unwrap();
        let audio = extract_audio(&film(folder.path(), "a.mp4"), 60.0, &Ctx::test()).unwrap();
        assert_eq!((audio.name(), audio.sample_rate(), audio.channels()), ("a", 48_000, 1));
        assert!((audio.duration() - 2.0).abs() < 0.1, "{audio:?}");
        let crossings = audio.samples().windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!((crossings as f64 - 880.0).abs() < 20.0, "{crossings}");
    }

    #[test]
    fn what_is_too_long_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let error = extract_audio(&film(folder.path(), "a.mp4"), 0.5, &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("longer than 0.5 s"), "{error}");
    }

    #[test]
    fn a_wav_file_comes_as_the_decoder_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = sound(folder.path());
        let ours = crate::audio::load_audio::load_audio(&path, 60.0, &Ctx::test()).unwrap();
        assert_eq!(extract_audio(&path, 60.0, &Ctx::test()).unwrap(), ours);
    }

    /// Two decoders that know nothing of each other.
    #[test]
    fn other_formats_sound_as_our_own_decoder_hears_them() {
        let folder = tempfile::tempdir().unwrap();
        for extension in ["flac", "mp3", "ogg", "m4a", "aac"] {
            let path = tone(folder.path(), extension);
            let ours = crate::audio::load_audio::load_audio(&path, 60.0, &Ctx::test()).unwrap();
            let theirs = extract_audio(&path, 60.0, &Ctx::test()).unwrap();
            assert_eq!((ours.sample_rate(), ours.channels()), (44_100, 2), "{extension}");
            assert!((ours.duration() - theirs.duration()).abs() < 0.06, "{extension}: {ours:?} {theirs:?}");
            let middle = |audio: &Audio| audio.samples()[44_100..88_200].to_vec();
            let power = |samples: &[f32]| samples.iter().map(|sample| sample * sample).sum::<f32>();
            let ratio = power(&middle(&ours)) / power(&middle(&theirs));
            assert!((ratio - 1.0).abs() < 0.01, "{extension}: {ratio}");
            if extension == "flac" {
                assert_eq!(ours, theirs);
            }
        }
    }

    #[test]
    fn what_cannot_be_opened_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.mp4");
        assert!(matches!(
            extract_audio(&path, 1.0, &Ctx::test()),
            Err(ExtractAudioError::Ffmpeg(FfmpegError::Open { .. }))
        ));
    }
}
