//! Bytes of a sound file to samples: WAVE, FLAC, MP3, Ogg Vorbis, and AAC in MP4 or ADTS, by Symphonia.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::codecs::audio::{AudioCodecId, AudioDecoderOptions};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;

use super::{Audio, AudioError};

/// Why bytes are no recording.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DecodeAudioError {
    /// No format that is known here.
    #[error("it is no wav, flac, mp3, ogg vorbis or aac that can be read ({0}); convert it to one of them")]
    Format(String),
    /// A file of a known format without sound.
    #[error("it has no sound; give a file with an audio track")]
    NoSound,
    /// It breaks off, or some of it is damaged.
    #[error("it is damaged after {seconds:.2} s: {reason}; get the file again")]
    Damaged { seconds: f64, reason: String },
    /// Longer than asked for.
    #[error("it is longer than {most} s; cut it, or raise the limit")]
    TooLong { most: f64 },
    /// The samples are no recording.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Decodes the first audio track of a sound file of at most `longest` seconds.
///
/// The format is told by the content. What the file says about its length is checked before memory is taken for it, and the length is
/// counted while decoding, whatever the file says.
///
/// # Errors
/// When the bytes are no sound in a known format, break off, are too long, or have samples that are no finite numbers.
///
/// ```
/// use lightflow_std::audio::{Audio, decode::decode};
///
/// let click = Audio::new("click", 8000, 1, vec![0.5, -0.5])?;
/// assert_eq!(decode(click.to_wav_bytes()?, "click", 1.0)?, click);
/// assert!(decode(b"no sound".to_vec(), "click", 1.0).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode(bytes: Vec<u8>, name: &str, longest: f64) -> Result<Audio, DecodeAudioError> {
    decode_from(Box::new(Cursor::new(bytes)), name, longest, &|_| false)
}

/// As [`decode`], from a file; ends early, with what there is, when `stop` is true of the seconds that are done.
pub(super) fn decode_from(
    source: Box<dyn MediaSource>,
    name: &str,
    longest: f64,
    stop: &dyn Fn(f64) -> bool,
) -> Result<Audio, DecodeAudioError> {
    // Symphonia panics over some headers that make no sense, such as masks of more channels than there are. Nothing of what it was at is used
    // afterwards.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode_tracks(source, name, longest, stop)));
    decoded.unwrap_or_else(|_| Err(DecodeAudioError::Format("its header makes no sense".to_owned())))
}

fn decode_tracks(
    source: Box<dyn MediaSource>,
    name: &str,
    longest: f64,
    stop: &dyn Fn(f64) -> bool,
) -> Result<Audio, DecodeAudioError> {
    let unreadable = |error: SymphoniaError| DecodeAudioError::Format(error.to_string());
    let stream = MediaSourceStream::new(source, Default::default());
    let mut format = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(unreadable)?;
    let track = format.default_track(TrackType::Audio).ok_or(DecodeAudioError::NoSound)?;
    let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio());
    let parameters = parameters.ok_or(DecodeAudioError::NoSound)?;
    let (id, promised) = (track.id, track.num_frames);
    let forgiven = if is_lossless(parameters.codec) { 0 } else { LOSSY_BLOCKS };
    if let (Some(rate), Some(frames)) = (parameters.sample_rate, promised) {
        let channels = parameters.channels.as_ref().map_or(1, |channels| channels.count());
        Limit { rate, channels, longest }.check(name, frames)?;
    }
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map_err(unreadable)?;

    let mut sound: Option<Sound> = None;
    loop {
        let seconds = sound.as_ref().map_or(0.0, Sound::seconds);
        let damaged =
            |error: SymphoniaError| DecodeAudioError::Damaged { seconds, reason: error.to_string() };
        let packet = match format.next_packet() {
            Ok(Some(packet)) if packet.track_id == id => packet,
            Ok(Some(_)) => continue,
            Ok(None) => break,
            Err(SymphoniaError::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(damaged(error)),
        };
        let buffer = match decoder.decode(&packet) {
            Ok(buffer) => buffer,
            // An MP3 that was cut out of a longer one begins with frames that lean on what is gone.
            Err(SymphoniaError::DecodeError(_)) if sound.is_none() => continue,
            Err(error) => return Err(damaged(error)),
        };
        let (rate, channels) = (buffer.spec().rate(), buffer.spec().channels().count());
        let sound = sound.get_or_insert_with(|| Sound { rate, channels, samples: Vec::new() });
        if (sound.rate, sound.channels) != (rate, channels) {
            let reason = "its rate or its channels change".to_owned();
            return Err(DecodeAudioError::Damaged { seconds, reason });
        }
        let start = sound.samples.len();
        let frames = (start / channels.max(1) + buffer.frames()) as u64;
        Limit { rate, channels, longest }.check(name, frames)?;
        sound.samples.resize(start + buffer.samples_interleaved(), 0.0);
        buffer.copy_to_slice_interleaved(&mut sound.samples[start..]);
        if stop(seconds) {
            break;
        }
    }
    let sound = sound.filter(|sound| !sound.samples.is_empty()).ok_or(DecodeAudioError::NoSound)?;
    if let Some(promised) = promised.filter(|_| !stop(sound.seconds())) {
        sound.check_whole(promised, forgiven)?;
    }
    Ok(Audio::new(name, sound.rate, sound.channels as u16, sound.samples)?)
}

/// What was decoded so far.
struct Sound {
    rate: u32,
    channels: usize,
    samples: Vec<f32>,
}

impl Sound {
    fn frames(&self) -> u64 {
        (self.samples.len() / self.channels.max(1)) as u64
    }

    fn seconds(&self) -> f64 {
        self.frames() as f64 / f64::from(self.rate)
    }

    /// Refuses a file that has less than it says, but for as many frames as are forgiven.
    fn check_whole(&self, promised: u64, forgiven: u64) -> Result<(), DecodeAudioError> {
        if self.frames().saturating_add(forgiven) >= promised {
            return Ok(());
        }
        let whole = promised as f64 / f64::from(self.rate);
        let reason = format!("it says that it has {whole:.2} s");
        Err(DecodeAudioError::Damaged { seconds: self.seconds(), reason })
    }
}

/// Encoders of lossy formats promise whole blocks: as many frames may be missing.
const LOSSY_BLOCKS: u64 = 2 * 2048;

/// Whether a file says exactly how many frames it has.
fn is_lossless(id: AudioCodecId) -> bool {
    use codec::{
        CODEC_ID_FLAC, CODEC_ID_PCM_F32LE, CODEC_ID_PCM_F64LE, CODEC_ID_PCM_S16LE, CODEC_ID_PCM_S24LE,
        CODEC_ID_PCM_S32LE, CODEC_ID_PCM_U8,
    };
    [
        CODEC_ID_FLAC,
        CODEC_ID_PCM_F32LE,
        CODEC_ID_PCM_F64LE,
        CODEC_ID_PCM_S16LE,
        CODEC_ID_PCM_S24LE,
        CODEC_ID_PCM_S32LE,
        CODEC_ID_PCM_U8,
    ]
    .contains(&id)
}

/// How long a recording may be.
struct Limit {
    rate: u32,
    channels: usize,
    longest: f64,
}

impl Limit {
    fn check(&self, name: &str, frames: u64) -> Result<(), DecodeAudioError> {
        Audio::check(name, self.rate, u16::try_from(self.channels).unwrap_or(u16::MAX))?;
        if frames as f64 > self.longest * f64::from(self.rate) {
            return Err(DecodeAudioError::TooLong { most: self.longest });
        }
        let samples = frames.saturating_mul(self.channels as u64);
        if samples > Audio::MOST_SAMPLES {
            return Err(AudioError::TooLong { name: name.to_owned(), samples }.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hum(frames: usize) -> Audio {
        let samples = (0..frames * 2).map(|index| (index as f32 * 0.05).sin() * 0.5).collect();
        Audio::new("hum", 8000, 2, samples).unwrap()
    }

    #[test]
    fn a_wav_file_of_floats_comes_back_bit_by_bit() {
        let audio = hum(9000);
        assert_eq!(decode(audio.to_wav_bytes().unwrap(), "hum", 10.0).unwrap(), audio);
    }

    #[test]
    fn a_file_that_breaks_off_is_refused() {
        let mut bytes = hum(40_000).to_wav_bytes().unwrap();
        bytes.truncate(bytes.len() / 2);
        let error = decode(bytes, "hum", 10.0).unwrap_err().to_string();
        assert!(error.starts_with("it is damaged after 2.") && error.contains("it has 5.00 s"), "{error}");
    }

    #[test]
    fn one_missing_frame_is_one_too_few() {
        let mut bytes = hum(400).to_wav_bytes().unwrap();
        let name = "LIST".len() + 4 + "INFOINAM".len() + 4 + "hum\0".len();
        bytes.truncate(bytes.len() - name - 8);
        let error = decode(bytes, "hum", 10.0).unwrap_err();
        assert!(matches!(error, DecodeAudioError::Damaged { .. }), "{error}");
    }

    #[test]
    fn a_file_that_says_it_is_too_long_is_refused_by_its_header_alone() {
        let mut bytes = hum(16_000).to_wav_bytes().unwrap();
        bytes.truncate(200);
        assert!(matches!(decode(bytes, "hum", 1.0), Err(DecodeAudioError::TooLong { most: 1.0 })));
    }

    #[test]
    fn samples_that_are_no_numbers_are_refused() {
        let mut bytes = Audio::new("", 8000, 1, vec![0.5; 40]).unwrap().to_wav_bytes().unwrap();
        let last = bytes.len() - 4;
        bytes[last..].copy_from_slice(&f32::NAN.to_le_bytes());
        let error = decode(bytes, "hum", 10.0).unwrap_err().to_string();
        assert!(error.starts_with("audio `hum` is NaN at 0.005 s"), "{error}");
    }

    #[test]
    fn a_header_over_which_the_decoder_panics_is_refused() {
        let mut bytes = hum(40).to_wav_bytes().unwrap();
        // The number of channels.
        bytes[22] = 34;
        assert!(decode(bytes, "hum", 10.0).is_err());
    }

    #[test]
    fn what_is_no_sound_is_refused() {
        for bytes in [Vec::new(), b"RIFF".to_vec(), vec![0; 5000], b"%PDF-1.7 and so on".repeat(400)] {
            assert!(matches!(
                decode(bytes, "x", 10.0),
                Err(DecodeAudioError::Format(_) | DecodeAudioError::NoSound)
            ));
        }
    }

    #[test]
    fn a_wav_file_without_samples_has_no_sound() {
        let mut bytes = Audio::new("", 8000, 1, vec![0.5]).unwrap().to_wav_bytes().unwrap();
        bytes.truncate(bytes.len() - 4);
        let length = bytes.len() - 4;
        bytes[length..].fill(0);
        assert!(matches!(decode(bytes, "x", 10.0), Err(DecodeAudioError::NoSound)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(changes in proptest::collection::vec((0_usize..400, any::<u8>()), 1..8)) {
            let mut bytes = hum(40).to_wav_bytes().unwrap();
            for (at, value) in changes {
                let at = at % bytes.len();
                bytes[at] = value;
            }
            let _ = decode(bytes, "hum", 10.0);
        }
    }
}
