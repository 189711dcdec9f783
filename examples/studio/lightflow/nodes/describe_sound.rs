use lightflow::prelude::*;

use lightflow_std::audio::loudness::Loudness;
use lightflow_std::audio::{Audio, Segment};

/// What a report says of one recording.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct SoundEntry {
    /// What it is called.
    pub name: String,
    /// Its length in seconds.
    pub duration: f64,
    /// Frames a second.
    pub sample_rate: u32,
    /// How many channels there are.
    pub channels: u32,
    /// As it is.
    pub before: Loudness,
    /// As the normalised file is.
    pub after: Loudness,
    /// Where it is silent.
    pub silences: Vec<Segment>,
    /// The picture of its samples.
    pub waveform: PathBuf,
    /// The picture of its frequencies.
    pub spectrogram: PathBuf,
    /// The normalised file.
    pub normalized: PathBuf,
}

/// Gathers what a report says of one recording.
#[node]
#[allow(clippy::too_many_arguments, reason = "each is a fact of its own")]
pub fn describe_sound(
    name: String,
    audio: &Audio,
    before: Loudness,
    after: Loudness,
    silences: Vec<Segment>,
    waveform: PathBuf,
    spectrogram: PathBuf,
    normalized: PathBuf,
) -> SoundEntry {
    SoundEntry {
        name,
        duration: audio.duration(),
        sample_rate: audio.sample_rate(),
        channels: audio.channels().into(),
        before,
        after,
        silences,
        waveform,
        spectrogram,
        normalized,
    }
}
