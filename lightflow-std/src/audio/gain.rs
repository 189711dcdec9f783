//! Makes a recording louder or quieter.

use lightflow::prelude::*;

use super::decibel::amplitude;
use super::{Audio, AudioError};

/// Makes a recording louder or quieter.
///
/// Samples may go beyond full scale: they are clipped only when they are saved as whole numbers.
///
/// # Errors
/// When a sample grows beyond what a 32-bit float holds.
///
/// ```
/// use lightflow_std::audio::{Audio, gain::gain};
///
/// let quiet = Audio::new("hum", 48_000, 1, vec![0.1, -0.1])?;
/// let loud = gain(&quiet, 20.0)?;
/// assert!((loud.samples()[0] - 1.0).abs() < 1e-6);
/// # Ok::<(), lightflow_std::audio::AudioError>(())
/// ```
#[node]
pub fn gain(
    audio: &Audio,
    /// How much louder; below 0 is quieter.
    #[port(range = -120.0..=120.0, unit = "dB")]
    decibels: f64,
) -> Result<Audio, AudioError> {
    let factor = amplitude(decibels);
    audio.with_samples(audio.samples().iter().map(|sample| (f64::from(*sample) * factor) as f32).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_made_louder_and_quieter_again_is_the_same(
            samples in proptest::collection::vec(-1.0_f32..1.0, 1..50),
            decibels in -100.0..100.0,
        ) {
            let audio = Audio::new("hum", 48_000, 1, samples).unwrap();
            let back = gain(&gain(&audio, decibels).unwrap(), -decibels).unwrap();
            for (before, after) in audio.samples().iter().zip(back.samples()) {
                prop_assert!((before - after).abs() <= before.abs() * 1e-5 + f32::MIN_POSITIVE);
            }
        }
    }

    #[test]
    fn beyond_floats_is_an_error() {
        let audio = Audio::new("hum", 48_000, 1, vec![f32::MAX]).unwrap();
        assert!(gain(&audio, 20.0).unwrap_err().to_string().contains("finite"));
    }
}
