//! Brings a recording to a loudness.

use lightflow::prelude::*;

use super::gain::gain;
use super::loudness::{LoudnessError, loudness};
use super::{Audio, AudioError};

/// Why a recording was not brought to a loudness.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum NormalizeLoudnessError {
    /// There is no loudness to start from.
    #[error("audio `{name}` has no loudness: it is silent, or shorter than 0.4 s; leave it out")]
    Silent { name: String },
    /// It could not be measured.
    #[error(transparent)]
    Loudness(#[from] LoudnessError),
    /// It is too quiet to be made so loud.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Brings a recording to a loudness (EBU R 128) by one gain for all of it.
///
/// The gain is lower where true peaks would go above the ceiling: the recording is then quieter than the target, and the log says by how
/// much. Nothing is compressed or clipped, so dynamics stay as they are.
///
/// Customary targets: -23 LUFS for broadcasting in Europe (EBU R 128), -24 in the USA (ATSC A/85), -16 for podcasts, -14 for streaming.
///
/// # Errors
/// When it is silent, or too short to be measured.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::audio::{Audio, loudness::loudness, normalize_loudness::normalize_loudness};
///
/// let hum = (0..48_000).map(|frame| (frame as f32 * 0.1).sin() * 0.01).collect();
/// let louder = normalize_loudness(&Audio::new("hum", 48_000, 1, hum)?, -23.0, -1.0, &Ctx::test())?;
/// assert!((loudness(&louder)?.integrated.unwrap() + 23.0).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn normalize_loudness(
    audio: &Audio,
    /// The integrated loudness to bring it to.
    #[port(default = -23.0, range = -70.0..=-5.0, unit = "LUFS")]
    target: f64,
    /// The highest true peak.
    #[port(default = -1.0, range = -20.0..=0.0, unit = "dBTP")]
    ceiling: f64,
    ctx: &Ctx,
) -> Result<Audio, NormalizeLoudnessError> {
    let measured = loudness(audio)?;
    let (Some(integrated), Some(true_peak)) = (measured.integrated, measured.true_peak) else {
        return Err(NormalizeLoudnessError::Silent { name: audio.name().to_owned() });
    };
    let wanted = target - integrated;
    let allowed = ceiling - true_peak;
    if wanted > allowed {
        let name = audio.name();
        ctx.log(format!(
            "`{name}` is {:.1} LU below the target: its peaks reach {ceiling} dBTP",
            wanted - allowed
        ));
    }
    Ok(gain(audio, wanted.min(allowed).clamp(-120.0, 120.0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hum(peak: f32) -> Audio {
        let samples = (0..96_000).map(|frame| (frame as f32 * 0.1).sin() * peak).collect();
        Audio::new("hum", 48_000, 1, samples).unwrap()
    }

    #[test]
    fn any_level_is_brought_to_the_target() {
        for peak in [0.01, 0.3, 3.0] {
            let ctx = Ctx::test();
            let normal = normalize_loudness(&hum(peak), -23.0, -1.0, &ctx).unwrap();
            let found = loudness(&normal).unwrap().integrated.unwrap();
            assert!((found + 23.0).abs() < 0.01, "{peak}: {found}");
            assert!(ctx.lines().is_empty());
        }
    }

    #[test]
    fn peaks_stay_below_the_ceiling_and_the_log_says_what_it_costs() {
        let mut samples = hum(0.01).samples().to_vec();
        samples[500] = 0.9;
        let ctx = Ctx::test();
        let click = hum(0.01).with_samples(samples).unwrap();
        let normal = normalize_loudness(&click, -10.0, -1.0, &ctx).unwrap();
        let found = loudness(&normal).unwrap();
        assert!(
            (found.true_peak.unwrap() + 1.0).abs() < 0.01 && found.integrated.unwrap() < -20.0,
            "{found:?}"
        );
        let lines = ctx.lines();
        assert!(lines.len() == 1 && lines[0].contains("its peaks reach -1 dBTP"), "{lines:?}");
    }

    #[test]
    fn silence_has_no_loudness() {
        let error = normalize_loudness(&hum(0.0), -23.0, -1.0, &Ctx::test()).unwrap_err().to_string();
        assert!(error.starts_with("audio `hum` has no loudness"), "{error}");
    }
}
