//! Writes a recording to a WAVE file.

use lightflow::prelude::*;

use std::io::Cursor;

use hound::{SampleFormat, WavSpec, WavWriter};

use super::pcm::{clipped_line, quantize};
use super::wav_bytes::set_positions;
use super::{Audio, AudioError};
use crate::output_file::{OutputError, named, write_output};

/// How samples are written in a WAVE file.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WavFormat {
    /// Whole numbers of 16 bits, as on a compact disc.
    #[default]
    Pcm16,
    /// Whole numbers of 24 bits.
    Pcm24,
    /// Floating-point numbers of 32 bits: exactly the samples, also beyond full scale.
    Float32,
}

/// Why a recording was not saved.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SaveWavError {
    /// The file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The samples could not.
    #[error("audio `{name}` cannot be written as wav: {source}; cut it into parts")]
    Encode { name: String, source: hound::Error },
    /// As floats, they could not.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Saves a recording as WAVE file `name`.wav in the run's output folder, and returns the file.
///
/// `name` may have folders. Samples beyond full scale are clipped in whole numbers, and the log says how many. The file is written under a
/// temporary name and then renamed.
///
/// # Errors
/// When the name leads out of the folder, or through a symbolic link, or the file cannot be written.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::audio::{Audio, load_audio::load_audio, save_wav::{WavFormat, save_wav}};
///
/// let ctx = Ctx::test();
/// let click = Audio::new("click", 48_000, 1, vec![0.5, -0.5])?;
/// let path = save_wav(&click, "sounds/click", WavFormat::Pcm24, &ctx)?;
/// assert_eq!(load_audio(&path, 60.0, &ctx)?, click);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs))]
pub fn save_wav(
    audio: &Audio,
    #[port(len = 1..=200)] name: &str,
    #[port(default = WavFormat::Pcm16)] format: WavFormat,
    ctx: &Ctx,
) -> Result<PathBuf, SaveWavError> {
    let file = named(name, "wav")?;
    let bytes = match format {
        WavFormat::Pcm16 => whole_numbers(audio, 16, ctx)?,
        WavFormat::Pcm24 => whole_numbers(audio, 24, ctx)?,
        WavFormat::Float32 => audio.to_wav_bytes()?,
    };
    Ok(write_output(ctx, file, &bytes)?)
}

fn whole_numbers(audio: &Audio, bits: u16, ctx: &Ctx) -> Result<Vec<u8>, SaveWavError> {
    let failed = |source| SaveWavError::Encode { name: audio.name().to_owned(), source };
    let spec = WavSpec {
        channels: audio.channels(),
        sample_rate: audio.sample_rate(),
        bits_per_sample: bits,
        sample_format: SampleFormat::Int,
    };
    let (samples, clipped) = quantize(audio, bits.into());
    let mut bytes = Vec::with_capacity(samples.len() * usize::from(bits / 8) + 128);
    let mut writer = WavWriter::new(Cursor::new(&mut bytes), spec).map_err(failed)?;
    for sample in samples {
        writer.write_sample(sample).map_err(failed)?;
    }
    writer.finalize().map_err(failed)?;
    set_positions(&mut bytes, audio.channels());
    clipped_line(audio, clipped).into_iter().for_each(|line| ctx.log(line));
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::load_audio::load_audio;
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn what_was_whole_numbers_stays_as_it_is(numbers in proptest::collection::vec(any::<i16>(), 2..40)) {
            let ctx = Ctx::test();
            let samples = numbers.iter().map(|number| f32::from(*number) / 32768.0).collect();
            let audio = Audio::new("a", 44_100, 1, samples).unwrap();
            let path = save_wav(&audio, "a", WavFormat::Pcm16, &ctx).unwrap();
            prop_assert_eq!(load_audio(&path, 60.0, &ctx).unwrap(), audio);
            std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        }
    }

    #[test]
    fn floats_keep_what_is_beyond_full_scale() {
        let ctx = Ctx::test();
        let audio = Audio::new("loud", 48_000, 6, vec![2.5, -3.0, 0.1, 0.0, 0.0, 1e-9]).unwrap();
        let path = save_wav(&audio, "loud", WavFormat::Float32, &ctx).unwrap();
        assert_eq!(load_audio(&path, 60.0, &ctx).unwrap(), audio);
        assert!(ctx.lines().is_empty());
    }

    #[test]
    fn clipping_is_logged() {
        let ctx = Ctx::test();
        let audio = Audio::new("loud", 48_000, 1, vec![2.5, 0.1]).unwrap();
        save_wav(&audio, "loud", WavFormat::Pcm16, &ctx).unwrap();
        assert_eq!(
            ctx.lines(),
            ["1 samples of `loud` are beyond full scale and were clipped: lower it with `gain`"]
        );
    }

    #[test]
    fn a_name_does_not_lead_out_of_the_folder() {
        let audio = Audio::new("a", 48_000, 1, vec![0.1]).unwrap();
        let error = save_wav(&audio, "../a", WavFormat::Pcm16, &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("leads out of the output folder"), "{error}");
    }
}
