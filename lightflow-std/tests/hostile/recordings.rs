//! Samples that are no numbers, and numbers that are too large.

use lightflow::Ctx;
use lightflow_std::audio::concat::concat;
use lightflow_std::audio::decode::decode;
use lightflow_std::audio::detect_activity::detect_activity;
use lightflow_std::audio::detect_silence::detect_silence;
use lightflow_std::audio::gain::gain;
use lightflow_std::audio::gate::gate;
use lightflow_std::audio::load_audio::load_audio;
use lightflow_std::audio::loudness::loudness;
use lightflow_std::audio::mix::mix;
use lightflow_std::audio::normalize_loudness::normalize_loudness;
use lightflow_std::audio::resample::resample;
use lightflow_std::audio::save_flac::save_flac;
use lightflow_std::audio::save_wav::{WavFormat, save_wav};
use lightflow_std::audio::spectrogram_image::{FrequencyScale, spectrogram_image};
use lightflow_std::audio::trim_silence::trim_silence;
use lightflow_std::audio::waveform_image::waveform_image;
use lightflow_std::audio::{Audio, AudioError};

use crate::files::file;
use crate::{assert_clear, output_folder, tree};

const NUMBERS: [f64; 7] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1.0, 0.0, 1.0];

fn sound<E: std::error::Error>(result: Result<Audio, E>, of: &str) {
    match result {
        Ok(audio) => assert!(audio.samples().iter().all(|sample| sample.is_finite()), "{of}"),
        Err(error) => assert_clear(error, of),
    }
}

#[test]
fn no_recording_has_a_sample_that_is_no_number() {
    let folder = tempfile::tempdir().unwrap();
    for value in [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut bytes = Audio::new("", 8000, 2, vec![0.5; 64]).unwrap().to_wav_bytes().unwrap();
        let end = bytes.len() - 4;
        bytes[end..].copy_from_slice(&value.to_le_bytes());
        assert!(matches!(Audio::new("a", 8000, 1, vec![0.0, value]), Err(AudioError::NotFinite { .. })));
        assert!(matches!(Audio::from_wav_bytes(&bytes), Err(AudioError::NotFinite { .. })));
        assert_clear(decode(bytes.clone(), "a", 9.0).unwrap_err(), "decode");
        let error = load_audio(&file(folder.path(), "a.wav", &bytes), 9.0, &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("at 0.004 s in channel 1"), "{error}");
    }
}

#[test]
fn the_loudest_and_the_shortest_recordings_go_through_all_nodes() {
    for samples in [vec![f32::MAX; 9000], [f32::MAX, f32::MIN].repeat(4500), vec![0.0; 9000], vec![1e-45]] {
        for channels in [1, 9].into_iter().filter(|channels| samples.len().is_multiple_of(*channels)) {
            through_all(&Audio::new("loud", 8000, channels as u16, samples.clone()).unwrap());
        }
    }
}

fn through_all(audio: &Audio) {
    let ctx = Ctx::test();
    for number in NUMBERS {
        sound(concat(&[audio.clone(), audio.clone()], number), "concat");
        sound(gain(audio, number), "gain");
        sound(gate(audio, number, number, number, number, number), "gate");
        sound(mix(&[audio.clone(), audio.clone()], vec![number; 2]), "mix");
        sound(normalize_loudness(audio, number, number, &ctx), "normalize_loudness");
        sound(trim_silence(audio, number, number), "trim_silence");
        for segment in
            [detect_activity(audio, number, number, number), detect_silence(audio, number, number)].concat()
        {
            assert!(segment.start.is_finite() && segment.end <= audio.duration());
        }
        let drawn = spectrogram_image(audio, 0, u32::MAX, 256, FrequencyScale::Logarithmic, number);
        assert!(drawn.is_ok());
    }
    for rate in [0, 1, 8001, 768_000, u32::MAX] {
        sound(resample(audio, rate), "resample");
    }
    if let Ok(measured) = loudness(audio) {
        let peaks = [measured.integrated, measured.true_peak, measured.sample_peak, measured.range];
        assert!(peaks.into_iter().flatten().all(f64::is_finite), "{measured:?}");
    }
    assert!(waveform_image(audio, 0, u32::MAX).is_ok() && waveform_image(audio, u32::MAX, 0).is_ok());
    for format in [WavFormat::Pcm16, WavFormat::Pcm24, WavFormat::Float32] {
        assert!(save_wav(audio, "a", format, &ctx).is_ok());
    }
}

#[test]
fn what_cannot_be_written_is_not_begun() {
    let ctx = Ctx::test();
    let wide = Audio::new("wide", 8000, 9, vec![0.0; 9]).unwrap();
    assert_clear(save_flac(&wide, "wide", 16, &ctx).unwrap_err(), "save_flac");
    assert_eq!(tree(&output_folder(&ctx)), []);
}
