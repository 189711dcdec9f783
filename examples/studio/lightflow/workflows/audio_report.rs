use lightflow::prelude::*;

use lightflow_std::audio::save_wav::{WavFormat, save_wav};
use lightflow_std::audio::spectrogram_image::spectrogram_image;
use lightflow_std::audio::{
    detect_silence::detect_silence, gain::gain, load_audio::load_audio, loudness::loudness,
    normalize_loudness::normalize_loudness, waveform_image::waveform_image,
};
use lightflow_std::image::save_image::save_image;

use crate::nodes::write_audio_report::ReportFiles;
use crate::nodes::{
    describe_sound::describe_sound, list_sounds::list_sounds, write_audio_report::write_audio_report,
};

/// Measures, draws and normalises the recordings of a folder, and writes a report on them.
///
/// A recording without loudness, because it is silent or too short, is in the report and is saved as it is.
#[workflow]
pub fn audio_report(
    /// The folder with the recordings: WAV, FLAC, MP3, Ogg Vorbis and AAC files.
    folder: PathBuf,
    /// The loudness to normalise to: -23 for broadcasting, -16 for podcasts, -14 for streaming.
    #[port(default = -23.0, unit = "LUFS")]
    target: f64,
    /// The highest true peak of a normalised file.
    #[port(default = -1.0, unit = "dBTP")]
    ceiling: f64,
    /// What is quieter is silence.
    #[port(default = -50.0, unit = "dBFS")]
    silence: f64,
    /// Shorter silences do not count.
    #[port(default = 0.5, unit = "s")]
    shortest: f64,
    /// How samples of normalised files are written.
    #[port(default = WavFormat::Pcm24)]
    format: WavFormat,
    /// The headline of the report.
    #[port(default = "Recordings", len = 1..=200)]
    title: String,
) -> ReportFiles {
    let files = list_sounds(folder);
    let sounds = for file in files {
        let name: String = file.name.clone();
        let audio = load_audio { path: &file.path, .. };
        let before = loudness(&audio);
        let silences = detect_silence { audio: &audio, threshold: silence, shortest };

        let waveform = waveform_image { audio: &audio, .. };
        let waveform_name: String = format!("pictures/{name}-waveform");
        let waveform_file = save_image { image: &waveform, name: &waveform_name, .. };
        let spectrogram = spectrogram_image { audio: &audio, .. };
        let spectrogram_name: String = format!("pictures/{name}-spectrogram");
        let spectrogram_file = save_image { image: &spectrogram, name: &spectrogram_name, .. };

        let normal = match before.integrated {
            Some(_) => normalize_loudness { audio: &audio, target, ceiling },
            None => gain { audio: &audio, decibels: 0.0 },
        };
        let after = loudness(&normal);
        let normal_name: String = format!("normalized/{name}");
        let normal_file = save_wav { audio: &normal, name: &normal_name, format };
        describe_sound {
            name,
            audio: &audio,
            before,
            after,
            silences,
            waveform: waveform_file,
            spectrogram: spectrogram_file,
            normalized: normal_file,
        }
    };
    write_audio_report { sounds, title, target, ceiling }
}
