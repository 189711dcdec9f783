//! Cuts silence off both ends.

use lightflow::prelude::*;

use super::decibel::amplitude;
use super::{Audio, AudioError};

/// Why nothing was trimmed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum TrimSilenceError {
    /// Nothing would be left.
    #[error("audio `{name}` is below {threshold} dBFS throughout; lower the threshold")]
    Silent { name: String, threshold: f64 },
    /// The rest is no recording.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Cuts silence off the beginning and the end.
///
/// What lies between the first and the last sample at the threshold or above, in any channel, stays, with `padding` around it where there
/// is as much.
///
/// # Errors
/// When all of it is silent.
///
/// ```
/// use lightflow_std::audio::{Audio, trim_silence::trim_silence};
///
/// let audio = Audio::new("word", 1000, 1, vec![0.0, 0.0, 0.5, 0.0, 0.4, 0.0])?;
/// assert_eq!(trim_silence(&audio, -60.0, 0.0)?.samples(), [0.5, 0.0, 0.4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn trim_silence(
    audio: &Audio,
    /// What is quieter is silence.
    #[port(default = -60.0, range = -120.0..=0.0, unit = "dBFS")]
    threshold: f64,
    /// What stays of the silence on both sides.
    #[port(default = 0.0, range = 0.0..=60.0, unit = "s")]
    padding: f64,
) -> Result<Audio, TrimSilenceError> {
    let limit = amplitude(threshold) as f32;
    let loud = |peak: f32| peak >= limit;
    let (Some(first), Some(last)) = (audio.peaks().position(loud), audio.peaks().rposition(loud)) else {
        return Err(TrimSilenceError::Silent { name: audio.name().to_owned(), threshold });
    };
    let padding = audio.frames_in(padding);
    let start = first.saturating_sub(padding);
    let end = last.saturating_add(padding).saturating_add(1).min(audio.frames());
    let width = usize::from(audio.channels());
    Ok(audio.with_samples(audio.samples()[start * width..end * width].to_vec())?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_trimmed_twice_is_trimmed_once(samples in proptest::collection::vec(-1.0_f32..1.0, 1..60)) {
            let audio = Audio::new("a", 1000, 1, samples).unwrap();
            if let Ok(once) = trim_silence(&audio, -6.0, 0.0) {
                prop_assert_eq!(trim_silence(&once, -6.0, 0.0).unwrap(), once);
            }
        }
    }

    #[test]
    fn padding_is_kept_where_there_is_some() {
        let audio = Audio::new("a", 1000, 1, vec![0.0, 0.0, 0.5, 0.0]).unwrap();
        assert_eq!(trim_silence(&audio, -60.0, 0.001).unwrap().samples(), [0.0, 0.5, 0.0]);
        assert_eq!(trim_silence(&audio, -60.0, 60.0).unwrap(), audio);
    }

    #[test]
    fn a_sound_in_one_channel_counts() {
        let audio = Audio::new("a", 1000, 2, vec![0.0, 0.0, 0.0, 0.5, 0.0, 0.0]).unwrap();
        assert_eq!(trim_silence(&audio, -60.0, 0.0).unwrap().samples(), [0.0, 0.5]);
    }

    #[test]
    fn silence_throughout_is_an_error() {
        let audio = Audio::new("a", 1000, 1, vec![0.0001; 9]).unwrap();
        let error = trim_silence(&audio, -60.0, 0.0).unwrap_err();
        assert_eq!(error.to_string(), "audio `a` is below -60 dBFS throughout; lower the threshold");
    }
}
