//! Sound at another rate, by [rubato](https://docs.rs/rubato).

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

/// Frames of a block: the longer, the steeper the filter at half the lower rate.
const BLOCK: usize = 4096;

/// Why there is no sound at that rate, in the words of the filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RateError(String);

/// Brings interleaved samples from one rate to another, in Hz: block-wise by FFT, with a linear-phase low-pass (Blackman-Harris squared)
/// below half of the lower rate, and without delay. There may be a frame more than the rates make of it.
///
/// # Errors
/// When there are no whole frames, or no filter between the rates.
///
/// ```
/// use lightflow_signal::rate::change_rate;
///
/// let silence = change_rate(&[0.0; 2 * 44_100], 2, (44_100, 48_000))?;
/// assert!((48_000..=48_001).contains(&(silence.len() / 2)));
/// # Ok::<(), lightflow_signal::rate::RateError>(())
/// ```
pub fn change_rate(samples: &[f32], channels: usize, (from, to): (u32, u32)) -> Result<Vec<f32>, RateError> {
    let failed = |error: &dyn std::error::Error| RateError(error.to_string());
    let Some(frames) =
        samples.len().checked_div(channels).filter(|frames| frames * channels == samples.len())
    else {
        return Err(RateError(format!(
            "{} samples are no whole frames of {channels} channels",
            samples.len()
        )));
    };
    let window = WindowFunction::BlackmanHarris2;
    let mut filter =
        Fft::<f32>::new_custom(from as usize, to as usize, BLOCK, 1, channels, window, FixedSync::Both)
            .map_err(|error| failed(&error))?;
    let input = InterleavedSlice::new(samples, channels, frames).map_err(|error| failed(&error))?;
    Ok(filter.process_all(&input, frames, None).map_err(|error| failed(&error))?.take_data())
}
