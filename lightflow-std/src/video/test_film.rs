//! Films for tests, made by `ffmpeg` itself.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Two seconds of 64 x 48 pixels at ten pictures a second, red and then blue, with a tone of 440 Hz.
pub fn film(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let graph = "color=red:s=64x48:r=10:d=1[a];color=blue:s=64x48:r=10:d=1[b];[a][b]concat";
    make(
        &path,
        &[
            "-f",
            "lavfi",
            "-i",
            graph,
            "-f",
            "lavfi",
            "-i",
            "sine=440:r=48000:d=2",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
        ],
    );
    path
}

/// A second of a tone, without pictures.
pub fn sound(folder: &Path) -> PathBuf {
    let path = folder.join("tone.wav");
    make(&path, &["-f", "lavfi", "-i", "sine=440:r=8000:d=1"]);
    path
}

/// Two seconds of a tone in both channels, coded as the extension says.
pub fn tone(folder: &Path, extension: &str) -> PathBuf {
    let path = folder.join(format!("tone.{extension}"));
    make(&path, &["-f", "lavfi", "-i", "sine=440:r=44100:d=2", "-ac", "2"]);
    path
}

fn make(path: &Path, options: &[&str]) {
    let mut command = Command::new("ffmpeg");
    let url = format!("file:{}", path.display());
    let output = command.args(["-loglevel", "error", "-y"]).args(options).arg(url).output();
    let output = output.expect("ffmpeg is installed where films are tested");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
