//! Changes the rate of a recording.

use lightflow::prelude::*;

use lightflow_signal::rate::{RateError, change_rate};

use super::{Audio, AudioError};

/// The largest sample: sums of a block's are still numbers. The transform panics over one that is none.
const LOUDEST: f32 = 1e18;

/// Why a recording was not resampled.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ResampleError {
    /// The filter could not be made or run.
    #[error("audio `{name}` cannot go from {from} to {to} Hz: {source}; choose a rate that is nearer")]
    Filter { name: String, from: u32, to: u32, source: RateError },
    /// Numbers that are too large to be added up.
    #[error("audio `{name}` has samples of {peak:e} times full scale; lower it with `gain`")]
    TooLoud { name: String, peak: f32 },
    /// The result is no recording.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Changes the rate of a recording; pitch and length stay.
///
/// Block-wise by FFT with a linear-phase low-pass (Blackman-Harris squared) below half of the lower rate, by the crate rubato: a tone in
/// reach of both rates keeps its level within 0.01 dB, and what the lower rate cannot hold is down by more than 100 dB. The result is
/// as long as the original to one frame, without delay.
///
/// # Errors
/// When there is no such rate, the result is too long, or samples are beyond 10^18.
///
/// ```
/// use lightflow_std::audio::{Audio, resample::resample};
///
/// let audio = Audio::new("hum", 44_100, 2, vec![0.25; 2 * 44_100])?;
/// let converted = resample(&audio, 48_000)?;
/// assert_eq!((converted.frames(), converted.channels()), (48_000, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn resample(
    audio: &Audio,
    #[port(default = 48_000, range = 1000..=768_000, unit = "Hz")] sample_rate: u32,
) -> Result<Audio, ResampleError> {
    let (from, channels) = (audio.sample_rate(), usize::from(audio.channels()));
    if from == sample_rate {
        return Ok(audio.clone());
    }
    Audio::check(audio.name(), sample_rate, audio.channels())?;
    let name = || audio.name().to_owned();
    let frames = (audio.frames() as u64 * u64::from(sample_rate)).div_ceil(u64::from(from));
    let samples = frames * channels as u64;
    if samples > Audio::MOST_SAMPLES {
        return Err(AudioError::TooLong { name: name(), samples }.into());
    }
    let peak = audio.peaks().fold(0.0, f32::max);
    if peak > LOUDEST {
        return Err(ResampleError::TooLoud { name: name(), peak });
    }
    let mut output = change_rate(audio.samples(), channels, (from, sample_rate))
        .map_err(|source| ResampleError::Filter { name: name(), from, to: sample_rate, source })?;
    // It rounds up what is a whole number but for the last digits.
    output.truncate(samples as usize);
    Ok(Audio::new(audio.name(), sample_rate, audio.channels(), output)?)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::super::decibel::decibels;
    use super::*;

    fn tone(rate: u32, hertz: f64) -> Audio {
        let sample = |frame: u32| (TAU * hertz * f64::from(frame) / f64::from(rate)).sin() as f32 * 0.5;
        Audio::new("tone", rate, 1, (0..rate).map(sample).collect()).unwrap()
    }

    /// The level of the middle half second, in dB below a sine of 0.5.
    fn level(audio: &Audio) -> f64 {
        let quarter = audio.frames() / 4;
        let middle = &audio.samples()[quarter..3 * quarter];
        let power = middle.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / middle.len() as f64;
        decibels((power * 8.0).sqrt())
    }

    #[test]
    fn a_tone_keeps_its_samples() {
        for (from, to) in [(44_100, 48_000), (48_000, 16_000), (8000, 96_000), (48_000, 44_100)] {
            let converted = resample(&tone(from, 1000.0), to).unwrap();
            let wanted = tone(to, 1000.0);
            assert_eq!(converted.frames(), wanted.frames());
            let (start, end) = (to as usize / 4, to as usize * 3 / 4);
            for (got, want) in converted.samples()[start..end].iter().zip(&wanted.samples()[start..end]) {
                assert!((got - want).abs() < 1e-5, "{from} to {to}: {got} for {want}");
            }
        }
    }

    #[test]
    fn a_tone_near_the_limit_keeps_its_level() {
        let near = resample(&tone(48_000, 7300.0), 16_000).unwrap();
        assert!(level(&near).abs() < 0.01, "{}", level(&near));
    }

    #[test]
    fn what_the_lower_rate_cannot_hold_is_gone() {
        for hertz in [8100.0, 11_000.0, 15_000.0] {
            let gone = level(&resample(&tone(48_000, hertz), 16_000).unwrap());
            assert!(gone < -100.0, "{hertz} Hz: {gone}");
        }
    }

    #[test]
    fn channels_stay_apart() {
        let left = tone(48_000, 440.0);
        let both = left.samples().iter().flat_map(|sample| [*sample, 0.0]).collect();
        let both = Audio::new("both", 48_000, 2, both).unwrap();
        let converted = resample(&both, 44_100).unwrap();
        assert!(converted.channel(1).all(|sample| sample == 0.0));
        assert!(converted.channel(0).zip(resample(&left, 44_100).unwrap().channel(0)).all(|(a, b)| a == b));
    }

    #[test]
    fn the_same_rate_shares_the_samples() {
        let audio = tone(8000, 100.0);
        assert_eq!(resample(&audio, 8000).unwrap().samples().as_ptr(), audio.samples().as_ptr());
    }

    #[test]
    fn what_cannot_be_added_up_is_refused() {
        let loud = |peak| Audio::new("loud", 8000, 1, vec![peak; 9000]).unwrap();
        assert!(matches!(resample(&loud(f32::MAX), 8001), Err(ResampleError::TooLoud { .. })));
        assert!(resample(&loud(LOUDEST), 8001).is_ok());
    }

    #[test]
    fn too_long_is_refused_before_memory_is_taken() {
        let audio = Audio::new("long", 100, 64, vec![0.0; 64 * 2000]).unwrap();
        assert!(matches!(resample(&audio, 768_000), Err(ResampleError::Audio(AudioError::TooLong { .. }))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_length_in_seconds_stays(frames in 1_usize..5000, from in 1000_u32..50_000, to in 1000_u32..50_000) {
            let audio = Audio::new("a", from, 1, vec![0.1; frames]).unwrap();
            let converted = resample(&audio, to).unwrap();
            prop_assert!((converted.duration() - audio.duration()).abs() <= 1.0 / f64::from(to));
        }
    }
}
