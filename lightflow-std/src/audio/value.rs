//! A recording.

use std::fmt;
use std::sync::Arc;

use lightflow::prelude::*;

/// A named recording: 32-bit float samples of one or more channels at one rate.
///
/// Full scale is -1 to 1, and samples may lie beyond it until they are saved as whole numbers. Frames follow each other, with one sample
/// for each channel, in the order of WAVE files: front left, front right, front centre, low frequencies, back or side left and right. A
/// recording is never empty, each sample is a finite number, and cloning one shares the samples.
///
/// Its byte form is a WAVE file of 32-bit floats with the name as its title.
///
/// ```
/// use lightflow_std::audio::Audio;
///
/// let click = Audio::new("click", 48_000, 2, vec![0.5, -0.5, 0.0, 0.0])?;
/// assert_eq!((click.frames(), click.duration()), (2, 2.0 / 48_000.0));
/// assert_eq!(click.channel(1).collect::<Vec<_>>(), [-0.5, 0.0]);
/// # Ok::<(), lightflow_std::audio::AudioError>(())
/// ```
#[derive(Port, Clone, PartialEq)]
#[port(media = "audio/wav", encode = Audio::to_wav_bytes, decode = Audio::from_wav_bytes)]
pub struct Audio {
    name: Arc<str>,
    sample_rate: u32,
    channels: u16,
    samples: Arc<Vec<f32>>,
}

/// Why an [`Audio`] could not be made.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum AudioError {
    /// There is no sample.
    #[error("audio `{name}` has no samples; give it at least one frame")]
    Empty { name: String },
    /// No channel, or too many.
    #[error("audio `{name}` has {channels} channels; give it 1 to 64")]
    Channels { name: String, channels: u16 },
    /// A rate that nothing records at.
    #[error("audio `{name}` has a rate of {sample_rate} Hz; give it 100 to 768000 Hz")]
    SampleRate { name: String, sample_rate: u32 },
    /// The last frame lacks samples.
    #[error("audio `{name}` has {length} samples for {channels} channels; give each channel as many")]
    Length { name: String, channels: u16, length: usize },
    /// More than memory should hold.
    #[error("audio `{name}` has {samples} samples and the most is {most}; cut it into parts", most = Audio::MOST_SAMPLES)]
    TooLong { name: String, samples: u64 },
    /// NaN or infinity.
    #[error(
        "audio `{name}` is {value} at {seconds:.3} s in channel {channel}; make each sample a finite number"
    )]
    NotFinite { name: String, seconds: f64, channel: usize, value: f32 },
    /// The byte form is of something else.
    #[error("the bytes are not a wav file of 32-bit floats: {reason}; produce them again")]
    Bytes { reason: String },
}

impl Audio {
    /// As many samples, over all channels, as one recording may have: 2 GiB, or 93 minutes in stereo at 48 kHz.
    pub const MOST_SAMPLES: u64 = 1 << 29;

    /// Wraps frames that follow each other, each with one sample a channel.
    ///
    /// # Errors
    /// When there is no sample, a number is out of its range, or a sample is infinite or NaN.
    pub fn new(
        name: impl Into<Arc<str>>,
        sample_rate: u32,
        channels: u16,
        mut samples: Vec<f32>,
    ) -> Result<Self, AudioError> {
        let name = name.into();
        Self::check(&name, sample_rate, channels)?;
        let length = samples.len();
        if length == 0 {
            return Err(AudioError::Empty { name: name.to_string() });
        }
        if !length.is_multiple_of(usize::from(channels)) {
            return Err(AudioError::Length { name: name.to_string(), channels, length });
        }
        if length as u64 > Self::MOST_SAMPLES {
            return Err(AudioError::TooLong { name: name.to_string(), samples: length as u64 });
        }
        for (index, sample) in samples.iter_mut().enumerate() {
            if !sample.is_finite() {
                let (frame, channel) = (index / usize::from(channels), index % usize::from(channels));
                let seconds = frame as f64 / f64::from(sample_rate);
                return Err(AudioError::NotFinite {
                    name: name.to_string(),
                    seconds,
                    channel,
                    value: *sample,
                });
            }
            // Minus zero becomes zero, so that equal recordings have equal bytes.
            *sample += 0.0;
        }
        Ok(Self { name, sample_rate, channels, samples: Arc::new(samples) })
    }

    /// Whether there may be a recording of this rate and number of channels.
    pub(super) fn check(name: &str, sample_rate: u32, channels: u16) -> Result<(), AudioError> {
        if !(1..=64).contains(&channels) {
            return Err(AudioError::Channels { name: name.to_owned(), channels });
        }
        if !(100..=768_000).contains(&sample_rate) {
            return Err(AudioError::SampleRate { name: name.to_owned(), sample_rate });
        }
        Ok(())
    }

    /// What it is called: the stem of its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Frames a second.
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// How many channels there are.
    pub fn channels(&self) -> u16 {
        self.channels
    }

    /// How many samples each channel has.
    pub fn frames(&self) -> usize {
        self.samples.len() / usize::from(self.channels)
    }

    /// Its length in seconds.
    pub fn duration(&self) -> f64 {
        self.frames() as f64 / f64::from(self.sample_rate)
    }

    /// All samples, frame by frame.
    pub fn samples(&self) -> &[f32] {
        &self.samples
    }

    /// The samples of one channel, from 0; nothing where there is no such channel.
    pub fn channel(&self, channel: u16) -> impl Iterator<Item = f32> + '_ {
        let there = channel < self.channels;
        let samples = if there { &self.samples[usize::from(channel)..] } else { &[] };
        samples.iter().step_by(usize::from(self.channels)).copied()
    }

    /// The same recording under another name.
    #[must_use]
    pub fn named(self, name: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Another recording of the same name, rate and number of channels.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_samples(&self, samples: Vec<f32>) -> Result<Self, AudioError> {
        Self::new(self.name.clone(), self.sample_rate, self.channels, samples)
    }

    /// The largest absolute sample of each frame.
    pub(super) fn peaks(&self) -> impl ExactSizeIterator<Item = f32> + DoubleEndedIterator + '_ {
        let frames = self.samples.chunks_exact(usize::from(self.channels));
        frames.map(|frame| frame.iter().fold(0.0, |peak: f32, sample| peak.max(sample.abs())))
    }

    /// So many frames, for a time in seconds.
    pub(super) fn frames_in(&self, seconds: f64) -> usize {
        // A plain call has no contract: what is added to it does not overflow.
        (seconds * f64::from(self.sample_rate)).round().clamp(0.0, Self::MOST_SAMPLES as f64) as usize
    }
}

impl Shaped for Audio {
    fn sizes(&self) -> Sizes {
        vec![self.channels.into(), self.frames() as u64, self.sample_rate.into()]
    }
}

impl fmt::Debug for Audio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, sample_rate, channels, .. } = self;
        write!(f, "Audio({name:?}, {:.3} s, {channels} x {sample_rate} Hz)", self.duration())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_as_many_samples() {
        let error = Audio::new("hum", 48_000, 2, vec![0.0; 3]).unwrap_err();
        assert_eq!(error.to_string(), "audio `hum` has 3 samples for 2 channels; give each channel as many");
    }

    #[test]
    fn nothing_and_impossible_numbers_are_refused() {
        let refused = |rate, channels, samples| Audio::new("x", rate, channels, samples).unwrap_err();
        assert!(matches!(refused(48_000, 1, vec![]), AudioError::Empty { .. }));
        assert!(matches!(refused(48_000, 0, vec![0.0]), AudioError::Channels { channels: 0, .. }));
        assert!(matches!(refused(48_000, 65, vec![0.0; 65]), AudioError::Channels { channels: 65, .. }));
        assert!(matches!(refused(0, 1, vec![0.0]), AudioError::SampleRate { .. }));
        assert!(matches!(refused(1_000_000, 1, vec![0.0]), AudioError::SampleRate { .. }));
    }

    #[test]
    fn what_is_no_number_is_named_with_its_place() {
        let error = Audio::new("hum", 1000, 2, vec![0.0, 0.0, 0.0, f32::NAN]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "audio `hum` is NaN at 0.001 s in channel 1; make each sample a finite number"
        );
        assert!(Audio::new("hum", 1000, 1, vec![f32::NEG_INFINITY]).is_err());
    }

    #[test]
    fn a_clone_shares_the_samples() {
        let audio = Audio::new("hum", 48_000, 1, vec![0.5]).unwrap();
        assert!(Arc::ptr_eq(&audio.samples, &audio.clone().samples));
    }

    #[test]
    fn its_shape_is_channels_samples_rate() {
        let audio = Audio::new("hum", 48_000, 2, vec![0.5; 20]).unwrap();
        assert_eq!(audio.sizes(), [2, 10, 48_000]);
    }
}
