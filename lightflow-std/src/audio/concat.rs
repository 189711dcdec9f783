//! Puts recordings one after the other.

use lightflow::prelude::*;

use super::{Audio, AudioError};

/// Why recordings could not be put one after the other.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ConcatError {
    /// Nothing to put together.
    #[error("there is no audio to put together; give at least one")]
    Nothing,
    /// One differs in rate or channels.
    #[error(
        "audio `{name}` has {channels} channels at {sample_rate} Hz, but `{first}` has {first_channels} at {first_rate} Hz; \
         use `resample` and equal channels for all"
    )]
    Different {
        name: String,
        channels: u16,
        sample_rate: u32,
        first: String,
        first_channels: u16,
        first_rate: u32,
    },
    /// The whole is too long.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// Puts recordings one after the other, with silence between them.
///
/// All have one rate and number of channels. The result has the name of the first.
///
/// # Errors
/// When there is none, they differ, or the whole is too long.
///
/// ```
/// use lightflow_std::audio::{Audio, concat::concat};
///
/// let one = Audio::new("one", 1000, 1, vec![0.1])?;
/// let two = Audio::new("two", 1000, 1, vec![0.2])?;
/// assert_eq!(concat(&[one, two], 0.002)?.samples(), [0.1, 0.0, 0.0, 0.2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn concat(
    parts: &[Audio],
    /// Silence between two parts.
    #[port(default = 0.0, range = 0.0..=60.0, unit = "s")]
    gap: f64,
) -> Result<Audio, ConcatError> {
    let first = parts.first().ok_or(ConcatError::Nothing)?;
    for part in parts {
        if (part.channels(), part.sample_rate()) != (first.channels(), first.sample_rate()) {
            return Err(ConcatError::Different {
                name: part.name().to_owned(),
                channels: part.channels(),
                sample_rate: part.sample_rate(),
                first: first.name().to_owned(),
                first_channels: first.channels(),
                first_rate: first.sample_rate(),
            });
        }
    }
    let gap = first.frames_in(gap) * usize::from(first.channels());
    let length: u64 = parts.iter().map(|part| part.samples().len() as u64).sum::<u64>()
        + gap as u64 * (parts.len() as u64 - 1);
    if length > Audio::MOST_SAMPLES {
        return Err(AudioError::TooLong { name: first.name().to_owned(), samples: length }.into());
    }
    let mut samples = Vec::with_capacity(length as usize);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            samples.resize(samples.len() + gap, 0.0);
        }
        samples.extend_from_slice(part.samples());
    }
    Ok(first.with_samples(samples)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_in_every_channel() {
        let part = Audio::new("a", 1000, 2, vec![0.1, 0.2]).unwrap();
        let whole = concat(&[part.clone(), part], 0.001).unwrap();
        assert_eq!(whole.samples(), [0.1, 0.2, 0.0, 0.0, 0.1, 0.2]);
    }

    #[test]
    fn one_part_stays_as_it_is() {
        let part = Audio::new("a", 1000, 1, vec![0.1]).unwrap();
        assert_eq!(concat(std::slice::from_ref(&part), 5.0).unwrap(), part);
    }

    #[test]
    fn parts_that_differ_are_named() {
        let mono = Audio::new("mono", 1000, 1, vec![0.1]).unwrap();
        let stereo = Audio::new("stereo", 2000, 2, vec![0.1; 2]).unwrap();
        let error = concat(&[mono, stereo], 0.0).unwrap_err().to_string();
        assert!(error.contains("`stereo` has 2 channels at 2000 Hz, but `mono` has 1 at 1000 Hz"), "{error}");
    }

    #[test]
    fn nothing_is_an_error() {
        assert!(matches!(concat(&[], 0.0), Err(ConcatError::Nothing)));
    }

    #[test]
    fn a_whole_that_is_too_long_is_refused_before_memory_is_taken() {
        let part = Audio::new("a", 768_000, 64, vec![0.1; 64]).unwrap();
        assert!(matches!(
            concat(&[part.clone(), part], 60.0),
            Err(ConcatError::Audio(AudioError::TooLong { .. }))
        ));
    }
}
