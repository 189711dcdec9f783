//! Shuts out what is quiet.

use lightflow::prelude::*;

use super::decibel::amplitude;
use super::{Audio, AudioError};

/// Quietens what lies below a threshold: hiss and hum between words.
///
/// The gate is open while the peak over all channels is at the threshold or above, and for `hold` after it. It opens within `attack` and
/// closes within `release`; both run along decibels. All channels get the same gain, so that the stereo image stays.
/// (Zölzer, "DAFX", 2nd edition, 4.2: dynamic range control.)
///
/// # Errors
/// Never, for a recording of ordinary samples.
///
/// ```
/// use lightflow_std::audio::{Audio, gate::gate};
///
/// let mut samples = vec![0.5; 1000];
/// samples.extend(vec![0.001; 1000]);
/// let gated = gate(&Audio::new("voice", 1000, 1, samples)?, -40.0, -60.0, 0.0, 0.05, 0.1)?;
/// assert_eq!(gated.samples()[999], 0.5);
/// assert!(gated.samples()[1999] < 1.1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn gate(
    audio: &Audio,
    /// What is quieter is shut out.
    #[port(default = -50.0, range = -120.0..=0.0, unit = "dBFS")]
    threshold: f64,
    /// The gain of what is shut out.
    #[port(default = -80.0, range = -120.0..=0.0, unit = "dB")]
    floor: f64,
    /// How long the gate takes to open.
    #[port(default = 0.002, range = 0.0..=1.0, unit = "s")]
    attack: f64,
    /// How long it stays open after the last loud sample.
    #[port(default = 0.05, range = 0.0..=5.0, unit = "s")]
    hold: f64,
    /// How long it takes to close.
    #[port(default = 0.1, range = 0.0..=5.0, unit = "s")]
    release: f64,
) -> Result<Audio, AudioError> {
    let rate = f64::from(audio.sample_rate());
    // Decibels a frame; a time of 0 is done within one.
    let slope = |seconds: f64| floor.abs() / (seconds * rate).max(1.0);
    let (rise, fall) = (slope(attack), slope(release));
    let limit = amplitude(threshold) as f32;
    let hold = audio.frames_in(hold);
    let mut level = floor;
    let mut open_for = 0_usize;
    let mut samples = Vec::with_capacity(audio.samples().len());
    for (frame, peak) in audio.samples().chunks_exact(usize::from(audio.channels())).zip(audio.peaks()) {
        if peak >= limit {
            open_for = hold + 1;
        }
        level = if open_for > 0 { (level + rise).min(0.0) } else { (level - fall).max(floor) };
        open_for = open_for.saturating_sub(1);
        let factor = if level == 0.0 { 1.0 } else { amplitude(level) };
        samples.extend(frame.iter().map(|sample| (f64::from(*sample) * factor) as f32));
    }
    audio.with_samples(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(levels: &[f32]) -> Audio {
        let samples = levels.iter().flat_map(|level| [*level; 100]).collect();
        Audio::new("voice", 1000, 1, samples).unwrap()
    }

    #[test]
    fn loud_parts_pass_and_quiet_ones_are_lowered() {
        let gated = gate(&steps(&[0.5, 0.001]), -40.0, -60.0, 0.0, 0.0, 0.0).unwrap();
        assert_eq!(gated.samples()[..100], [0.5; 100]);
        assert!(gated.samples()[100..].iter().all(|sample| (sample - 1e-6).abs() < 1e-9));
    }

    #[test]
    fn it_stays_open_for_the_hold() {
        let gated = gate(&steps(&[0.5, 0.001]), -40.0, -60.0, 0.0, 0.02, 0.0).unwrap();
        assert_eq!(gated.samples()[119], 0.001);
        assert!(gated.samples()[120] < 0.0001);
    }

    #[test]
    fn it_closes_along_decibels() {
        let gated = gate(&steps(&[0.5, 0.001]), -40.0, -60.0, 0.0, 0.0, 0.06).unwrap();
        let halfway = f64::from(gated.samples()[129]) / 0.001;
        assert!((20.0 * halfway.log10() + 30.0).abs() < 0.01, "{halfway}");
    }

    #[test]
    fn all_channels_get_one_gain() {
        let audio = Audio::new("voice", 1000, 2, [0.5, 0.001].repeat(100)).unwrap();
        assert_eq!(gate(&audio, -40.0, -60.0, 0.0, 0.0, 0.0).unwrap(), audio);
    }

    #[test]
    fn a_floor_of_nothing_changes_nothing() {
        let audio = steps(&[0.5, 0.001, 0.0]);
        assert_eq!(gate(&audio, -20.0, 0.0, 0.01, 0.01, 0.01).unwrap(), audio);
    }
}
