//! Finds where nothing sounds.

use lightflow::prelude::*;

use super::decibel::amplitude;
use super::windows::{powers, stretches};
use super::{Audio, Segment};

/// Length of the windows whose level is measured.
const WINDOW: f64 = 0.01;

/// Finds the stretches of a recording that are quiet for long enough.
///
/// The level is the root mean square over all channels in windows of 10 ms, so starts and ends are good to 10 ms. Stretches come in the
/// order of time.
///
/// ```
/// use lightflow_std::audio::{Audio, Segment, detect_silence::detect_silence};
///
/// let mut samples = vec![0.5; 1000];
/// samples.extend(vec![0.0; 1000]);
/// let audio = Audio::new("word", 1000, 1, samples)?;
/// assert_eq!(detect_silence(&audio, -60.0, 0.5), [Segment { start: 1.0, end: 2.0 }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn detect_silence(
    audio: &Audio,
    /// What is quieter is silence.
    #[port(default = -50.0, range = -120.0..=0.0, unit = "dBFS")]
    threshold: f64,
    /// Shorter stretches do not count.
    #[port(default = 0.5, range = 0.0..=60.0, unit = "s")]
    shortest: f64,
) -> Vec<Segment> {
    let limit = amplitude(threshold).powi(2);
    let quiet = powers(audio, WINDOW).into_iter().map(|power| power < limit);
    let mut found = stretches(audio, WINDOW, quiet);
    found.retain(|segment| segment.duration() >= shortest);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(levels: &[(f32, usize)]) -> Audio {
        let samples = levels.iter().flat_map(|(level, frames)| vec![*level; *frames]).collect();
        Audio::new("word", 1000, 1, samples).unwrap()
    }

    #[test]
    fn short_pauses_do_not_count() {
        let audio = steps(&[(0.5, 100), (0.0, 200), (0.5, 100), (0.0, 600)]);
        assert_eq!(detect_silence(&audio, -50.0, 0.5), [Segment { start: 0.4, end: 1.0 }]);
        assert_eq!(detect_silence(&audio, -50.0, 0.1).len(), 2);
    }

    #[test]
    fn all_of_a_silent_recording_is_found() {
        let audio = steps(&[(0.0, 1005)]);
        assert_eq!(detect_silence(&audio, -50.0, 0.5), [Segment { start: 0.0, end: 1.005 }]);
    }

    #[test]
    fn a_loud_recording_has_none() {
        assert_eq!(detect_silence(&steps(&[(0.5, 1000)]), -50.0, 0.0), []);
    }

    #[test]
    fn a_level_at_the_threshold_is_no_silence() {
        assert_eq!(detect_silence(&steps(&[(0.1, 1000)]), -20.001, 0.0), []);
        assert_eq!(detect_silence(&steps(&[(0.1, 1000)]), -19.999, 0.0).len(), 1);
    }
}
