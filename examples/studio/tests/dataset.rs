//! The workflow `dataset`, run by the binary as a user runs it.

#![cfg(feature = "training")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lightflow_std::image::{
    Image, ImageFile, ImageFormat, load_image::load_image, resize::resize, save_image::save_image,
};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with pictures, one for their dataset, and one for what is kept.
struct Place {
    pictures: TempDir,
    out: TempDir,
    store: TempDir,
}

impl Place {
    /// With the photos of the test data, or pictures made here.
    fn new() -> Self {
        let [pictures, out, store] = [(); 3].map(|()| tempfile::tempdir().unwrap());
        let place = Self { pictures, out, store };
        match std::env::var_os("LIGHTFLOW_TEST_DATA") {
            Some(data) => {
                for entry in fs::read_dir(Path::new(&data).join("photos")).unwrap() {
                    let photo = entry.unwrap().path();
                    // Read and written, because the originals are perhaps read-only.
                    fs::write(place.at(photo.file_name().unwrap()), fs::read(&photo).unwrap()).unwrap();
                }
            }
            None => (0..5_u32).for_each(|seed| place.paint(seed)),
        }
        place
    }

    fn at(&self, name: impl AsRef<Path>) -> PathBuf {
        self.pictures.path().join(name)
    }

    /// Makes a picture of waves, which looks unlike those of other seeds.
    fn paint(&self, seed: u32) {
        let (width, height) = [(600, 400), (400, 600), (300, 300), (1000, 320), (90, 70)][seed as usize % 5];
        let pixels = (0..width * height).flat_map(|at: u32| {
            let (x, y) = ((at % width) as f32 / width as f32, (at / width) as f32 / height as f32);
            let wave = |k: u32| {
                let along = x * (3.0 + 7.0 * ((seed * 5 + k) % 4) as f32)
                    + y * (2.0 + 5.0 * ((seed * 3 + k) % 5) as f32);
                ((along.sin() + 1.0) * 120.0) as u8
            };
            [wave(1), wave(2), wave(3), 255]
        });
        let picture = Image::new("", width, height, pixels.collect::<Vec<u8>>()).unwrap();
        fs::write(self.at(format!("waves-{seed}.png")), picture.to_png_bytes().unwrap()).unwrap();
    }

    /// The paths of all pictures.
    fn all(&self) -> BTreeSet<PathBuf> {
        fs::read_dir(self.pictures.path()).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    /// Puts a smaller copy of a picture beside it, in another format.
    fn copy(&self, of: &Path, name: &str, format: ImageFormat) {
        let picture = load(of);
        let (width, height) = (picture.width() / 2, picture.height() / 2);
        let small = resize(&picture, width, height, lightflow_std::image::Filter::Bilinear).unwrap();
        let saved = save_image(&small, name, format, 80, &lightflow::Ctx::test()).unwrap();
        fs::copy(&saved, self.at(saved.file_name().unwrap())).unwrap();
    }

    fn run(&self, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
        command.args(["run", "dataset", "--json", "--folder"]).arg(self.pictures.path());
        command.arg("--out").arg(self.out.path()).arg("--store").arg(self.store.path());
        command.args(more).output().unwrap()
    }

    /// Runs it to a good end, and gives what the program says of it.
    fn done(&self, more: &[&str]) -> Value {
        let output = self.run(more);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["data"].take()
    }

    fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.out.path().join("dataset.jsonl")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The names of the pictures that were saved.
    fn saved(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.out.path().join("images")).unwrap();
        entries.map(|entry| format!("images/{}", entry.unwrap().file_name().to_str().unwrap())).collect()
    }
}

fn load(path: &Path) -> Image {
    load_image(ImageFile::at(path.to_owned())).unwrap()
}

fn sources(lines: &[Value]) -> BTreeSet<PathBuf> {
    lines.iter().map(|line| PathBuf::from(line["source"].as_str().unwrap())).collect()
}

fn size(line: &Value, names: [&str; 2]) -> (u32, u32) {
    let [width, height] = names.map(|name| line[name].as_u64().unwrap() as u32);
    (width, height)
}

#[test]
fn a_folder_of_photos_becomes_lines_and_pictures_and_none_comes_twice() {
    let place = Place::new();
    let originals = place.all();
    let first = originals.first().unwrap();
    place.copy(first, "a small copy", ImageFormat::Webp);
    place.copy(first, "zz", ImageFormat::Jpeg);
    // What is no picture of this folder is passed over.
    fs::write(place.at("notes.txt"), "no picture").unwrap();
    fs::write(place.at(".hidden.jpg"), "no picture").unwrap();

    let said = place.done(&["--side", "256"]);
    let lines = place.lines();
    assert_eq!(sources(&lines), originals, "the largest of those that look the same");
    assert_eq!(said["result"], place.out.path().join("dataset.jsonl").to_str().unwrap());

    let names: Vec<&str> = lines.iter().map(|line| line["file_name"].as_str().unwrap()).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(place.saved(), names.iter().map(|&name| name.to_owned()).collect());
    for line in &lines {
        let original = load(Path::new(line["source"].as_str().unwrap()));
        let picture = load(&place.out.path().join(line["file_name"].as_str().unwrap()));
        let (width, height) = size(line, ["width", "height"]);
        let (source_width, source_height) = size(line, ["source_width", "source_height"]);
        assert_eq!((picture.width(), picture.height()), (width, height));
        assert_eq!((original.width(), original.height()), (source_width, source_height));
        // A bucket: sides are multiples of 64, the area is about that of the square, the ratio about that of the picture.
        assert!(width % 64 == 0 && height % 64 == 0 && width * height <= 256 * 256, "{line}");
        let ratio = |width: u32, height: u32| (f64::from(width) / f64::from(height)).clamp(0.5, 2.0);
        let off = (ratio(width, height) / ratio(source_width, source_height)).ln().abs();
        assert!(off < 0.35, "{line}");

        let tags: Vec<&str> =
            line["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
        let form = match f64::from(source_width) / f64::from(source_height) {
            ratio if ratio >= 1.1 => "landscape",
            ratio if ratio <= 1.0 / 1.1 => "portrait",
            _ => "square",
        };
        assert_eq!(tags[0], form, "{line}");
        assert_eq!(line["text"], tags.join(", "));
        assert_eq!(line["hash"].as_str().unwrap().len(), 16);
    }
}

#[test]
fn with_no_tolerance_other_copies_stay_and_equal_ones_go() {
    let place = Place::new();
    let originals = place.all();
    let first = originals.first().unwrap();
    fs::copy(first, place.at("zz the same.png")).unwrap();
    place.done(&["--side", "64", "--tolerance", "0", "--format", "png"]);
    assert_eq!(sources(&place.lines()), originals);
    assert!(place.saved().iter().all(|name| name.ends_with(".png")));
}

#[test]
fn a_second_run_is_known_and_a_further_picture_is_all_that_is_read() {
    let place = Place::new();
    let first = place.done(&[]);
    let (lines, saved) = (place.lines(), place.saved());
    assert_eq!(first["cached"], 0);

    // What was lost of the folder is there again.
    fs::remove_dir_all(place.out.path().join("images")).unwrap();
    let again = place.done(&[]);
    // The two `for`s are steps that have nothing of their own to run.
    assert_eq!(again["cached"].as_u64().unwrap() + 2, again["steps"].as_u64().unwrap());
    assert_eq!((place.lines(), place.saved()), (lines.clone(), saved));

    place.paint(7);
    let more = place.done(&[]);
    assert_eq!(place.lines().len(), lines.len() + 1);
    let ran = more["steps"].as_u64().unwrap() - more["cached"].as_u64().unwrap();
    // Besides the `for`s the list, the choice and the file; and of the new picture that it is surveyed, put into a bucket, saved, tagged and described.
    assert_eq!(ran, 2 + 3 + 5, "{more}");
}

#[test]
fn a_file_that_is_no_picture_is_named_and_nothing_is_written() {
    for broken in [&b"\xFF\xD8\xFF\xE0 and no more"[..], b"", b"GIF89a"] {
        let place = Place::new();
        fs::write(place.at("broken.jpg"), broken).unwrap();
        let output = place.run(&[]);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.code() == Some(1) && said.contains("broken.jpg"), "{said}");
        assert_eq!(fs::read_dir(place.out.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_folder_without_pictures_is_an_error() {
    let place = Place::new();
    place.all().iter().for_each(|path| fs::remove_file(path).unwrap());
    let output = place.run(&[]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(1) && said.contains("holds no png, jpg, jpeg or webp"), "{said}");
}
