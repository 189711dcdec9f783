//! Finds where something sounds.

use lightflow::prelude::*;

use super::decibel::amplitude;
use super::windows::{powers, stretches};
use super::{Audio, Segment};

/// Length of the windows whose level is measured: a sound of speech is about as long.
const WINDOW: f64 = 0.02;

/// The share of windows that is taken for background.
const BACKGROUND: f64 = 0.1;

/// What is quieter is never a voice, however quiet the background is.
const LEAST: f64 = -70.0;

/// Finds the stretches in which something sounds above the background: a voice detector by energy.
///
/// The background is the level that a tenth of all windows of 20 ms do not exceed. Stretches that are closer than `gap` are joined, then
/// those shorter than `shortest` are left out. It needs some background to compare with: where all is equally loud, nothing stands out. It
/// does not tell a voice from other sounds.
///
/// ```
/// use lightflow_std::audio::{Audio, Segment, detect_activity::detect_activity};
///
/// let mut samples = vec![0.001; 1000];
/// samples.extend([0.3, -0.3].repeat(500));
/// let audio = Audio::new("word", 1000, 1, samples)?;
/// assert_eq!(detect_activity(&audio, 12.0, 0.3, 0.1), [Segment { start: 1.0, end: 2.0 }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn detect_activity(
    audio: &Audio,
    /// How far above the background something sounds.
    #[port(default = 12.0, range = 1.0..=60.0, unit = "dB")]
    margin: f64,
    /// Closer stretches are one.
    #[port(default = 0.3, range = 0.0..=10.0, unit = "s")]
    gap: f64,
    /// Shorter stretches do not count.
    #[port(default = 0.1, range = 0.0..=10.0, unit = "s")]
    shortest: f64,
) -> Vec<Segment> {
    let powers = powers(audio, WINDOW);
    let mut sorted = powers.clone();
    sorted.sort_by(f64::total_cmp);
    let background = sorted[((sorted.len() - 1) as f64 * BACKGROUND) as usize];
    let limit = (background * amplitude(margin).powi(2)).max(amplitude(LEAST).powi(2));
    let active = powers.into_iter().map(|power| power >= limit);
    let mut joined: Vec<Segment> = Vec::new();
    for segment in stretches(audio, WINDOW, active) {
        match joined.last_mut() {
            Some(last) if segment.start - last.end < gap => last.end = segment.end,
            _ => joined.push(segment),
        }
    }
    joined.retain(|segment| segment.duration() >= shortest);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(levels: &[(f32, usize)]) -> Audio {
        let samples = levels.iter().flat_map(|(level, frames)| vec![*level; *frames]).collect();
        Audio::new("word", 1000, 1, samples).unwrap()
    }

    #[test]
    fn words_that_are_close_are_one_stretch() {
        let audio = steps(&[(0.001, 500), (0.3, 200), (0.001, 100), (0.3, 200), (0.001, 500)]);
        assert_eq!(detect_activity(&audio, 12.0, 0.3, 0.1), [Segment { start: 0.5, end: 1.0 }]);
        assert_eq!(detect_activity(&audio, 12.0, 0.05, 0.1).len(), 2);
    }

    #[test]
    fn clicks_do_not_count() {
        let audio = steps(&[(0.001, 500), (0.3, 20), (0.001, 500)]);
        assert_eq!(detect_activity(&audio, 12.0, 0.3, 0.1), []);
    }

    #[test]
    fn the_background_may_be_loud() {
        let audio = steps(&[(0.05, 500), (0.6, 200), (0.05, 500)]);
        assert_eq!(detect_activity(&audio, 12.0, 0.3, 0.1), [Segment { start: 0.5, end: 0.7 }]);
    }

    #[test]
    fn digital_silence_and_steady_sound_have_none() {
        assert_eq!(detect_activity(&steps(&[(0.0, 500)]), 12.0, 0.3, 0.1), []);
        assert_eq!(detect_activity(&steps(&[(0.5, 500)]), 12.0, 0.3, 0.1), []);
    }
}
