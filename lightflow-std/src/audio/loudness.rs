//! Measures how loud a recording is.

use lightflow::prelude::*;

use ebur128::{Channel, EbuR128, Mode};

use super::Audio;
use super::decibel::decibels;

/// How loud a recording is. A measure is missing where there is too little sound for it: all is below the gate of -70 LUFS, or shorter
/// than its window.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Loudness of the whole, in LUFS; at least 0.4 s.
    pub integrated: Option<f64>,
    /// The loudest window of 0.4 s, in LUFS.
    pub momentary_max: Option<f64>,
    /// The loudest window of 3 s, in LUFS.
    pub short_term_max: Option<f64>,
    /// Loudness range (EBU Tech 3342), in LU; at least 3 s.
    pub range: Option<f64>,
    /// The highest peak between samples too, in dBTP.
    pub true_peak: Option<f64>,
    /// The highest sample, in dBFS.
    pub sample_peak: Option<f64>,
}

/// Why loudness could not be measured.
#[derive(Debug, thiserror::Error)]
#[error(
    "the loudness of audio `{name}` cannot be measured ({channels} channels at {sample_rate} Hz): {source}; use `resample`"
)]
pub struct LoudnessError {
    name: String,
    channels: u16,
    sample_rate: u32,
    source: ebur128::Error,
}

/// Measures loudness and peaks (ITU-R BS.1770-4, EBU R 128, EBU Tech 3341 and 3342), by the crate ebur128.
///
/// Channels count as WAVE files order them: of six, the fourth is for low frequencies and does not count, and the surround channels count
/// 1.5 dB more. A mono recording is one channel, 3 LU quieter than the same in stereo. Peaks between samples are found by oversampling, four
/// times below 96 kHz and twice below 192 kHz; peaks of sound with much power next to half the rate, such as white
/// noise, are then still some 2 dB higher, as with other meters of this kind.
///
/// # Errors
/// When the measuring crate does not take the rate or the number of channels.
///
/// ```
/// use lightflow_std::audio::{Audio, loudness::loudness};
///
/// // A sine of 997 Hz at -20 dBFS in both channels is -20 LUFS (ITU-R BS.1770-4, annex 1).
/// let step = std::f64::consts::TAU * 997.0 / 48_000.0;
/// let sine = (0..48_000 * 4).flat_map(|frame| [(f64::from(frame) * step).sin() as f32 * 0.1; 2]).collect();
/// let measured = loudness(&Audio::new("sine", 48_000, 2, sine)?)?;
/// assert!((measured.integrated.unwrap() + 20.0).abs() < 0.05);
/// assert!((measured.true_peak.unwrap() + 20.0).abs() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn loudness(audio: &Audio) -> Result<Loudness, LoudnessError> {
    measure(audio).map_err(|source| LoudnessError {
        name: audio.name().to_owned(),
        channels: audio.channels(),
        sample_rate: audio.sample_rate(),
        source,
    })
}

fn measure(audio: &Audio) -> Result<Loudness, ebur128::Error> {
    let channels = u32::from(audio.channels());
    let modes = Mode::I | Mode::S | Mode::LRA | Mode::TRUE_PEAK | Mode::SAMPLE_PEAK;
    let mut meter = EbuR128::new(channels, audio.sample_rate(), modes)?;
    if let Some(map) = positions(audio.channels()) {
        meter.set_channel_map(map)?;
    }
    let hop = (audio.sample_rate() as usize).div_ceil(10);
    let (mut momentary, mut short_term) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut done = 0;
    for part in audio.samples().chunks(hop * channels as usize) {
        meter.add_frames_f32(part)?;
        done += part.len() / channels as usize;
        let seconds = done as f64 / f64::from(audio.sample_rate());
        // A window that is not full yet counts as silence what is missing, and is no measure.
        if seconds >= 0.4 {
            momentary = momentary.max(meter.loudness_momentary()?);
        }
        if seconds >= 3.0 {
            short_term = short_term.max(meter.loudness_shortterm()?);
        }
    }
    let (mut sample_peak, mut true_peak) = (0.0_f64, 0.0_f64);
    for channel in 0..channels {
        sample_peak = sample_peak.max(meter.sample_peak(channel)?);
        true_peak = true_peak.max(meter.true_peak(channel)?);
    }
    let known = |value: f64| value.is_finite().then_some(value);
    let integrated = known(meter.loudness_global()?);
    let range = if short_term >= -70.0 { known(meter.loudness_range()?) } else { None };
    Ok(Loudness {
        integrated,
        momentary_max: known(momentary),
        short_term_max: known(short_term),
        range,
        true_peak: known(decibels(true_peak)),
        sample_peak: known(decibels(sample_peak)),
    })
}

/// Where channels stand, for numbers of which the crate knows another order or less. (WAVE: front, centre, low, back, side.)
fn positions(channels: u16) -> Option<&'static [Channel]> {
    use Channel::{Center, Left, Mm090, Mm135, Mp090, Mp135, Mp180, Right, Unused};
    match channels {
        7 => Some(&[Left, Right, Center, Unused, Mp180, Mp090, Mm090]),
        8 => Some(&[Left, Right, Center, Unused, Mp135, Mm135, Mp090, Mm090]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    /// A sine of 1 kHz whose peak lies `dbfs` below full scale in the channels that sound.
    fn sine(dbfs: f64, seconds: f64, sounding: &[bool]) -> Vec<f32> {
        let peak = 10.0_f64.powf(dbfs / 20.0);
        let frames = (seconds * 48_000.0) as u32;
        let sample = |frame: u32| ((TAU * 1000.0 * f64::from(frame) / 48_000.0).sin() * peak) as f32;
        (0..frames)
            .flat_map(|frame| sounding.iter().map(move |on| if *on { sample(frame) } else { 0.0 }))
            .collect()
    }

    fn measured(channels: u16, samples: Vec<f32>) -> Loudness {
        loudness(&Audio::new("sine", 48_000, channels, samples).unwrap()).unwrap()
    }

    fn near(value: Option<f64>, wanted: f64) -> bool {
        value.is_some_and(|value| (value - wanted).abs() <= 0.1)
    }

    /// Tech 3341, table 1, cases 1 and 2.
    #[test]
    fn a_stereo_sine_is_as_loud_as_its_level() {
        for level in [-23.0, -33.0] {
            let found = measured(2, sine(level, 20.0, &[true; 2]));
            assert!(near(found.integrated, level) && near(found.momentary_max, level), "{found:?}");
            assert!(near(found.short_term_max, level) && near(found.range, 0.0), "{found:?}");
        }
    }

    /// Tech 3341, table 1, case 3: what is 10 LU below the rest does not count.
    #[test]
    fn quiet_parts_are_gated() {
        let mut samples = sine(-36.0, 10.0, &[true; 2]);
        samples.extend(sine(-23.0, 60.0, &[true; 2]));
        samples.extend(sine(-36.0, 10.0, &[true; 2]));
        assert!(near(measured(2, samples).integrated, -23.0));
    }

    /// Tech 3341, table 1, case 6: -28, -28, -24, none, -30, -30 dBFS in 5.0 are -23 LUFS.
    #[test]
    fn surround_channels_count_more_and_low_frequencies_not_at_all() {
        let levels = [-28.0, -28.0, -24.0, 0.0, -30.0, -30.0];
        let lanes = levels.map(|level| sine(level, 20.0, &[true]));
        let samples =
            (0..lanes[0].len()).flat_map(|frame| lanes.iter().map(move |lane| lane[frame])).collect();
        let found = measured(6, samples);
        assert!(near(found.integrated, -23.0), "{found:?}");
    }

    #[test]
    fn all_of_eight_channels_count_but_the_low_one() {
        for channel in 0..8 {
            let mut sounding = [false; 8];
            sounding[channel] = true;
            let found = measured(8, sine(-20.0, 4.0, &sounding)).integrated;
            match channel {
                3 => assert_eq!(found, None),
                6 | 7 => assert!(near(found, -21.5), "{channel}: {found:?}"),
                _ => assert!(near(found, -23.0), "{channel}: {found:?}"),
            }
        }
    }

    /// Tech 3342, table 1, case 1: 20 s at -20 and 20 s at -30 dBFS have a range of 10 LU.
    #[test]
    fn the_range_is_between_quiet_and_loud_parts() {
        let mut samples = sine(-20.0, 20.0, &[true; 2]);
        samples.extend(sine(-30.0, 20.0, &[true; 2]));
        let range = measured(2, samples).range.unwrap();
        assert!((range - 10.0).abs() <= 1.0, "{range}");
    }

    /// Tech 3341, table 1, case 16: a sine of a quarter of the rate at 45 degrees peaks 3 dB above its samples.
    #[test]
    fn a_true_peak_lies_between_samples() {
        let sample = |frame: u32| ((TAU / 4.0 * f64::from(frame) + TAU / 8.0).sin() * 0.5) as f32;
        let found = measured(1, (0..48_000).map(sample).collect());
        assert!((found.sample_peak.unwrap() + 9.03).abs() < 0.01, "{found:?}");
        assert!((-6.42..=-5.82).contains(&found.true_peak.unwrap()), "{found:?}");
    }

    #[test]
    fn silence_has_no_loudness() {
        let nothing = Loudness {
            integrated: None,
            momentary_max: None,
            short_term_max: None,
            range: None,
            true_peak: None,
            sample_peak: None,
        };
        assert_eq!(measured(2, vec![0.0; 48_000 * 8]), nothing);
    }

    #[test]
    fn what_is_shorter_than_a_window_has_no_measure_of_it() {
        let found = measured(2, sine(-23.0, 0.3, &[true; 2]));
        assert!(
            found.integrated.is_none() && found.momentary_max.is_none() && near(found.sample_peak, -23.0)
        );
        let found = measured(2, sine(-23.0, 2.0, &[true; 2]));
        assert!(near(found.momentary_max, -23.0) && found.short_term_max.is_none() && found.range.is_none());
    }
}
