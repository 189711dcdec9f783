//! Files that are not what they seem.

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use lightflow::Ctx;
use lightflow_std::audio::Audio;
use lightflow_std::audio::load_audio::load_audio;
use lightflow_std::audio::save_flac::save_flac;
use lightflow_std::audio::save_wav::{WavFormat, save_wav};
use lightflow_std::data::read_csv::{Cells, read_csv};
use lightflow_std::data::read_jsonl::read_jsonl;
use lightflow_std::data::read_parquet::read_parquet;
use lightflow_std::data::read_text::read_text;
use lightflow_std::data::write_parquet::write_parquet;
use lightflow_std::image::list_images::list_images;
use lightflow_std::image::load_image::load_image;
use lightflow_std::image::save_image::save_image;
use lightflow_std::image::{Image, ImageFile, ImageFormat};
use serde_json::json;

use crate::assert_clear;

/// A node that reads a file: its value as bytes.
type Reader = fn(PathBuf) -> Result<Vec<u8>, Box<dyn Error>>;

const MOST: u64 = 64 * 1024 * 1024;

/// Nodes, and the kinds of files that they read.
pub const READERS: [(&str, Reader, &[&str]); 6] = [
    ("load_image", |path| Ok(load_image(ImageFile::at(path))?.to_png_bytes()?), &["png", "jpg", "webp"]),
    ("load_audio", |path| Ok(load_audio(&path, 60.0, &Ctx::test())?.to_wav_bytes()?), &["wav", "flac"]),
    (
        "read_csv",
        |path| Ok(serde_json::to_vec(&read_csv(path, ",".into(), Cells::Typed, MOST, 1000)?)?),
        &["csv", "empty", "text"],
    ),
    ("read_jsonl", |path| Ok(serde_json::to_vec(&read_jsonl(path, MOST, 1000)?)?), &["jsonl", "empty"]),
    ("read_parquet", |path| Ok(serde_json::to_vec(&read_parquet(path, MOST, 1000)?)?), &["parquet"]),
    ("read_text", |path| Ok(read_text(path, MOST)?.into_bytes()), &["csv", "empty", "jsonl", "nul", "text"]),
];

/// A small good file of each kind, as the nodes themselves write them.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let ctx = Ctx::test();
    let quads = (0..24 * 24).flat_map(|at: u32| [at as u8, (at / 3) as u8, (at * 7) as u8, 255]);
    let image = Image::new("tile", 24, 24, quads.collect::<Vec<_>>()).unwrap();
    let hum = (0..3000).map(|frame| (frame as f32 * 0.05).sin() * 0.5).collect();
    let hum = Audio::new("hum", 8000, 1, hum).unwrap();
    let rows: Vec<_> = (0..50).map(|row| json!({ "name": format!("mug {row}"), "price": row })).collect();
    let read = |path: PathBuf| fs::read(path).unwrap();
    let picture = |format| read(save_image(&image, "tile", format, 90, &ctx).unwrap());
    vec![
        ("png", picture(ImageFormat::Png)),
        ("jpg", picture(ImageFormat::Jpeg)),
        ("webp", picture(ImageFormat::Webp)),
        ("wav", read(save_wav(&hum, "hum", WavFormat::Pcm16, &ctx).unwrap())),
        ("flac", read(save_flac(&hum, "hum", 16, &ctx).unwrap())),
        ("csv", b"name,price\nmug,8\n".to_vec()),
        ("jsonl", b"{\"name\": \"mug\", \"price\": 8}\n[1]\n".to_vec()),
        ("parquet", read(write_parquet(&rows, "goods.parquet", &ctx).unwrap())),
        ("text", b"this is a text\nof two lines\n".to_vec()),
        ("gif", b"GIF89a\x01\0\x01\0\x80\0\0;".to_vec()),
        ("noise", (0..5000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
        ("nul", vec![0; 5000]),
        ("empty", Vec::new()),
    ]
}

pub fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn the_content_counts_and_not_the_name() {
    let folder = tempfile::tempdir().unwrap();
    for (node, read, kinds) in READERS {
        for (kind, bytes) in samples() {
            for name in ["a.png", "a.wav", "a.csv", "a"] {
                let of = format!("{node} of {kind} called {name}");
                match read(file(folder.path(), name, &bytes)) {
                    Ok(_) => assert!(kinds.contains(&kind), "{of} is read"),
                    Err(error) => {
                        assert!(!kinds.contains(&kind), "{of}: {error}");
                        assert_clear(error, &of);
                    }
                }
            }
        }
    }
}

#[test]
fn a_file_that_breaks_off_is_refused_unless_all_that_counts_is_there() {
    let folder = tempfile::tempdir().unwrap();
    for (node, read, kinds) in READERS.into_iter().filter(|(_, _, kinds)| !kinds.contains(&"empty")) {
        for (kind, bytes) in samples().into_iter().filter(|(kind, _)| kinds.contains(kind)) {
            let whole = read(file(folder.path(), "a", &bytes)).unwrap();
            for end in (0..bytes.len()).step_by((bytes.len() / 300).max(1)) {
                let of = format!("{node} of {end} of {} bytes of {kind}", bytes.len());
                match read(file(folder.path(), "a", &bytes[..end])) {
                    Ok(part) => assert!(part == whole, "{of} is something else than the whole"),
                    Err(error) => assert_clear(error, &of),
                }
            }
        }
    }
}

#[test]
fn what_is_no_plain_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    symlink(path("nowhere"), path("dangling")).unwrap();
    symlink(path("circle"), path("circle")).unwrap();
    symlink(path("pipe"), path("to-pipe")).unwrap();
    for (node, read, _) in READERS {
        for name in ["missing", ".", "pipe", "dangling", "circle", "to-pipe", "/dev/zero", "a\0b", ""] {
            let of = format!("{node} of {name:?}");
            let place = if name.is_empty() { PathBuf::new() } else { path(name) };
            match read(place) {
                Ok(_) => panic!("{of} is read"),
                Err(error) => assert_clear(error, &of),
            }
        }
    }
}

#[test]
fn a_link_in_a_folder_of_images_is_the_file_it_leads_to_or_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let (_, png) = samples().remove(0);
    symlink(file(elsewhere.path(), "mug.png", &png), folder.path().join("linked.png")).unwrap();
    symlink(elsewhere.path(), folder.path().join("folder.png")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe.png")).status().unwrap().success());
    let names = || {
        let listed = list_images(folder.path().to_owned());
        listed.map(|files| files.into_iter().map(|file| file.name).collect::<Vec<_>>())
    };
    assert_eq!(names().unwrap(), ["linked"]);

    for target in ["nowhere.png", "broken.png"] {
        let link = folder.path().join("broken.png");
        symlink(folder.path().join(target), &link).unwrap();
        let error = names().unwrap_err().to_string();
        assert!(error.contains("broken.png"), "{error}");
        assert_clear(error, target);
        fs::remove_file(link).unwrap();
    }
}
