//! Adds recordings up.

use lightflow::prelude::*;

use super::decibel::amplitude;
use super::{Audio, AudioError};

/// Why tracks could not be mixed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum MixError {
    /// Nothing to mix.
    #[error("there is no track to mix; give at least one")]
    Nothing,
    /// A gain is missing or too many.
    #[error("{tracks} tracks have {gains} gains; give one for each, or none")]
    Gains { tracks: usize, gains: usize },
    /// One has another rate.
    #[error(
        "track `{name}` has {sample_rate} Hz, but `{first}` has {first_rate} Hz; use `resample` for one of them"
    )]
    SampleRate { name: String, sample_rate: u32, first: String, first_rate: u32 },
    /// One has channels that do not fit.
    #[error("track `{name}` has {channels} channels in a mix of {most}; give it 1 or {most}")]
    Channels { name: String, channels: u16, most: u16 },
    /// The sum is no recording.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Adds tracks up, each with a gain of its own.
///
/// All begin together, and the mix is as long as the longest. A mono track goes into all channels. The sum may go beyond full scale: lower
/// it with `gain` or `normalize_loudness`. The mix has the name of the first track.
///
/// # Errors
/// When there is no track, the gains are not as many, or tracks differ in rate or channels.
///
/// ```
/// use lightflow_std::audio::{Audio, mix::mix};
///
/// let voice = Audio::new("voice", 1000, 1, vec![0.5, 0.5])?;
/// let music = Audio::new("music", 1000, 2, vec![0.2, 0.4])?;
/// assert_eq!(mix(&[voice, music], vec![0.0, 0.0])?.samples(), [0.7, 0.9, 0.5, 0.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mix(
    #[port(len = 1..=1024)] tracks: &[Audio],
    /// One for each track; none leaves all as they are.
    #[port(default = vec![], range = -120.0..=120.0, unit = "dB")]
    gains: Vec<f64>,
) -> Result<Audio, MixError> {
    let first = tracks.first().ok_or(MixError::Nothing)?;
    if !gains.is_empty() && gains.len() != tracks.len() {
        return Err(MixError::Gains { tracks: tracks.len(), gains: gains.len() });
    }
    let channels = tracks.iter().map(Audio::channels).max().unwrap_or(1);
    let frames = tracks.iter().map(Audio::frames).max().unwrap_or(0);
    for track in tracks {
        if track.sample_rate() != first.sample_rate() {
            return Err(MixError::SampleRate {
                name: track.name().to_owned(),
                sample_rate: track.sample_rate(),
                first: first.name().to_owned(),
                first_rate: first.sample_rate(),
            });
        }
        if track.channels() != 1 && track.channels() != channels {
            return Err(MixError::Channels {
                name: track.name().to_owned(),
                channels: track.channels(),
                most: channels,
            });
        }
    }
    let length = frames as u64 * u64::from(channels);
    if length > Audio::MOST_SAMPLES {
        return Err(AudioError::TooLong { name: first.name().to_owned(), samples: length }.into());
    }
    let width = usize::from(channels);
    // The order of the sum does not show in 64 bits.
    let mut sum = vec![0.0_f64; length as usize];
    for (index, track) in tracks.iter().enumerate() {
        let factor = gains.get(index).map_or(1.0, |gain| amplitude(*gain));
        if track.channels() == channels {
            for (place, sample) in sum.iter_mut().zip(track.samples()) {
                *place += f64::from(*sample) * factor;
            }
        } else {
            for (frame, sample) in sum.chunks_exact_mut(width).zip(track.samples()) {
                frame.iter_mut().for_each(|place| *place += f64::from(*sample) * factor);
            }
        }
    }
    let samples = sum.into_iter().map(|sample| sample as f32).collect();
    Ok(Audio::new(first.name(), first.sample_rate(), channels, samples)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn track(name: &str, samples: Vec<f32>) -> Audio {
        Audio::new(name, 1000, 1, samples).unwrap()
    }

    proptest! {
        #[test]
        fn the_order_of_tracks_does_not_matter(
            one in proptest::collection::vec(-1.0_f32..1.0, 1..20),
            two in proptest::collection::vec(-1.0_f32..1.0, 1..20),
        ) {
            let (one, two) = (track("a", one), track("a", two));
            let forth = mix(&[one.clone(), two.clone()], vec![-3.0, 4.0]).unwrap();
            let back = mix(&[two, one], vec![4.0, -3.0]).unwrap();
            prop_assert_eq!(forth, back);
        }
    }

    #[test]
    fn the_mix_is_as_long_as_the_longest_track() {
        let mixed = mix(&[track("a", vec![0.5]), track("b", vec![0.25, 0.25])], vec![]).unwrap();
        assert_eq!(mixed.samples(), [0.75, 0.25]);
        assert_eq!(mixed.name(), "a");
    }

    #[test]
    fn a_track_against_itself_is_silence() {
        let voice = track("voice", vec![0.3, -0.7]);
        let turned = track("turned", vec![-0.3, 0.7]);
        assert_eq!(mix(&[voice, turned], vec![]).unwrap().samples(), [0.0, 0.0]);
    }

    #[test]
    fn a_mix_that_is_too_long_is_refused_before_memory_is_taken() {
        let long = track("long", vec![0.5; (Audio::MOST_SAMPLES / 64) as usize + 1]);
        let wide = Audio::new("wide", 1000, 64, vec![0.5; 64]).unwrap();
        let error = mix(&[long, wide], vec![]).unwrap_err();
        assert!(matches!(error, MixError::Audio(AudioError::TooLong { .. })), "{error}");
    }

    #[test]
    fn gains_are_as_many_as_tracks() {
        let error = mix(&[track("a", vec![0.5])], vec![0.0, 1.0]).unwrap_err();
        assert_eq!(error.to_string(), "1 tracks have 2 gains; give one for each, or none");
    }

    #[test]
    fn tracks_that_do_not_fit_are_named() {
        let fast = Audio::new("fast", 2000, 1, vec![0.0]).unwrap();
        let error = mix(&[track("a", vec![0.5]), fast], vec![]).unwrap_err().to_string();
        assert!(error.starts_with("track `fast` has 2000 Hz, but `a` has 1000 Hz"), "{error}");
        let (two, three) = (vec![0.0; 2], vec![0.0; 3]);
        let (two, three) =
            (Audio::new("two", 1000, 2, two).unwrap(), Audio::new("three", 1000, 3, three).unwrap());
        let error = mix(&[two, three], vec![]).unwrap_err().to_string();
        assert!(error.starts_with("track `two` has 2 channels in a mix of 3"), "{error}");
        assert!(matches!(mix(&[], vec![]), Err(MixError::Nothing)));
    }
}
