//! The workflow `audio_report`, run as a user runs it.

#![cfg(feature = "sound")]

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lightflow_std::audio::{Audio, load_audio::load_audio, loudness::loudness};
use lightflow_std::image::{image_file::image_file, load_image::load_image};

fn tone(name: &str, peak: f64) -> Audio {
    let sample = |frame: u32| ((TAU * 440.0 * f64::from(frame) / 48_000.0).sin() * peak) as f32;
    let mut samples: Vec<f32> = (0..48_000 * 2).flat_map(|frame| [sample(frame); 2]).collect();
    samples.extend(vec![0.0; 48_000 * 2]);
    Audio::new(name, 48_000, 2, samples).unwrap()
}

fn save(folder: &Path, name: &str, audio: &Audio) {
    std::fs::write(folder.join(name), audio.to_wav_bytes().unwrap()).unwrap();
}

fn report(folder: &Path, out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
    command.args(["run", "audio_report", "--store", "none", "--json", "--title", "Takes & <more>"]);
    command.arg("--folder").arg(folder).arg("--out").arg(out).output().unwrap()
}

fn text(path: PathBuf) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_folder_of_recordings_becomes_a_report_with_pictures_and_normalised_files() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    save(folder.path(), "loud.wav", &tone("loud", 0.9));
    save(folder.path(), "a quiet <b>one.wav", &tone("quiet", 0.01));
    save(folder.path(), "silent.wav", &tone("silent", 0.0));
    let output = report(folder.path(), out.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));

    let html = text(out.path().join("report.html"));
    assert!(html.contains("<h1>Takes &amp; &lt;more&gt;</h1>") && !html.contains("<b>one"), "{html}");
    assert!(html.contains("src=\"pictures/a%20quiet%20_b_one-waveform.png\""), "{html}");
    assert!(html.contains("1 recording without loudness"), "{html}");
    let markdown = text(out.path().join("report.md"));
    assert!(markdown.contains("- Silence: 1.00 s in all: 2.00–3.00 s"), "{markdown}");

    for name in ["loud", "a quiet <b>one"] {
        let path = out.path().join(format!("normalized/{name}.wav"));
        let normal = loudness(&load_audio(&path, 60.0, &lightflow::Ctx::test()).unwrap()).unwrap();
        assert!((normal.integrated.unwrap() + 23.0).abs() < 0.1, "{name}: {normal:?}");
    }
    for picture in ["loud-waveform", "loud-spectrogram", "silent-waveform", "a quiet _b_one-spectrogram"] {
        let picture = load_image(image_file(out.path().join(format!("pictures/{picture}.png")))).unwrap();
        assert_eq!(picture.width(), 1200);
    }
}

#[test]
fn a_file_that_is_no_recording_is_named() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("broken.wav"), b"RIFF and no more").unwrap();
    let output = report(folder.path(), out.path());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(1) && said.contains("broken.wav"), "{said}");
    assert!(!out.path().join("report.html").exists());
}

/// Debian's package `alsa-utils` brings spoken words and noise, where it is installed.
#[test]
fn the_sounds_of_alsa_have_a_report() {
    let folder = Path::new("/usr/share/sounds/alsa");
    if !folder.is_dir() {
        return;
    }
    let out = tempfile::tempdir().unwrap();
    let output = report(folder, out.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(text(out.path().join("report.md")).contains("\n## Front\\_Center\n"));
}
