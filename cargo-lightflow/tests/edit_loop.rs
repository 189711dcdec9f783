//! The loop of somebody who works on a node: edit, build, run again. Only what the edit reaches is computed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const PHOTOS: usize = 50;

/// The example, and the pack that its nodes are from.
const PACKAGES: [&str; 2] = ["examples/studio", "lightflow-std"];

/// A copy of the example and its pack, a store, and photos.
struct Studio {
    folder: tempfile::TempDir,
}

impl Studio {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let manifest = manifest.lines().map(|line| match line.split_once("path = \"") {
            _ if line.starts_with("members = ") => format!("members = {PACKAGES:?}\n"),
            Some((before, path)) if !path.starts_with("lightflow-std\"") => {
                format!("{before}path = \"{}/{path}\n", root.display())
            }
            _ => format!("{line}\n"),
        });
        fs::write(folder.path().join("Cargo.toml"), manifest.collect::<String>()).unwrap();
        fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
        for package in PACKAGES {
            copy(&root.join(package), &folder.path().join(package));
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds the program.
    fn build(&self) -> PathBuf {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "studio", "--no-default-features"])
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .status()
            .unwrap();
        assert!(status.success());
        target.join("debug/studio")
    }

    /// Builds, runs, and counts how often each node was run.
    fn ran(&self, folder: &Path) -> BTreeMap<String, usize> {
        let mut command = Command::new(self.build());
        command.args([
            "run",
            "product_photos",
            "--side",
            "64",
            "--sizes",
            "64",
            "--formats",
            "png",
            "--events",
        ]);
        command.arg("--out").arg(self.path("out")).arg("--folder").arg(folder);
        command.env("LIGHTFLOW_STORE", self.path("store"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let mut ran = BTreeMap::new();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let event: Value = serde_json::from_str(line).unwrap();
            let calls = event["calls"].as_str().unwrap_or_default();
            if let Some(node) = calls.strip_prefix("lightflow_std/") {
                *ran.entry(node.to_owned()).or_default() += 1;
            }
        }
        ran
    }

    fn edit(&self, node: &str, from: &str, to: &str) {
        let path = self.path(&format!("lightflow-std/src/image/{node}.rs"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{node} has no `{from}`");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { assert!(fs::copy(&path, &target).is_ok()) }
    }
}

/// A dark disc on a light ground, another one for each index.
fn draw(path: &Path, index: usize) {
    let (width, height) = (48, 36);
    let mut encoder = png::Encoder::new(fs::File::create(path).unwrap(), width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let radius = 6 + index % 8;
    let pixels: Vec<u8> = (0..width * height)
        .map(|place| {
            let (x, y) = (i64::from(place % width) - 24, i64::from(place / width) - 18);
            if x * x + y * y < (radius * radius) as i64 { index as u8 } else { 240 }
        })
        .collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
}

fn counts(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|(node, count)| ((*node).to_owned(), *count)).collect()
}

#[test]
fn an_edit_of_a_node_runs_what_it_reaches() {
    let studio = Studio::new();
    let photos = studio.path("photos");
    fs::create_dir(&photos).unwrap();
    (0..PHOTOS).for_each(|index| draw(&photos.join(format!("photo-{index:02}.png")), index));

    let all = studio.ran(&photos);
    assert_eq!((all["matte"], all["save_image"], all["contact_sheet"]), (PHOTOS, PHOTOS + 1, 1));
    assert_eq!(studio.ran(&photos), counts(&[]), "nothing changed");

    studio.edit("trim", "// ", "// Not ");
    studio.edit("trim", "/// Crops", "/// Cuts");
    assert_eq!(studio.ran(&photos), counts(&[]), "comments and docs are no code");

    studio.edit("trim", "    let Some(bounds)", "    let _edited = 1;\n    let Some(bounds)");
    assert_eq!(studio.ran(&photos), counts(&[("trim", PHOTOS)]), "it gives what it gave");

    let head = ") -> Result<Image, ContactSheetError> {\n";
    studio.edit("contact_sheet", head, &format!("{head}    let _edited = 1;\n"));
    let ran = studio.ran(&photos);
    assert_eq!(ran, counts(&[("contact_sheet", 1)]), "the sheet is the same, so it is not saved again");

    fs::remove_file(photos.join("photo-07.png")).unwrap();
    let ran = studio.ran(&photos);
    assert_eq!(
        ran,
        counts(&[("contact_sheet", 1), ("list_images", 1), ("save_image", 1)]),
        "one photo is gone"
    );
}
