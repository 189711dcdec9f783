//! The workflow `product_photos`, run by the binary as a user runs it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lightflow_std::image::{Image, ImageFile, load_image::load_image};

/// A red mug, or rather its outline, before grey paper.
fn paint_product(folder: &Path) {
    let pixels = (0..240 * 180_u32).flat_map(|at| {
        let (x, y) = ((at % 240) as i32, (at / 240) as i32);
        let inside = (x - 150).abs() < 40 && (y - 95).abs() < 50;
        let grain = ((x * 7 + y * 13) % 5) as u8;
        if inside { [190 + grain, 40, 30, 255] } else { [200 + grain, 202, 204, 255] }
    });
    let image = Image::new("", 240, 180, pixels.collect::<Vec<u8>>()).unwrap();
    fs::write(folder.join("mug.png"), image.to_png_bytes().unwrap()).unwrap();
}

/// Two photos of the test data, if it is there.
fn copy_photos(folder: &Path) {
    let Some(data) = std::env::var_os("LIGHTFLOW_TEST_DATA") else { return };
    for name in ["coffee.png", "grace_hopper.jpg"] {
        let photo = fs::read(Path::new(&data).join("photos").join(name)).unwrap();
        fs::write(folder.join(name), photo).unwrap();
    }
}

fn studio(folder: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
    command.args(["run", "product_photos", "--store", "none", "--json", "--folder"]).arg(folder);
    command.arg("--out").arg(out).args(more).output().unwrap()
}

fn load(path: PathBuf) -> Image {
    load_image(ImageFile::at(path)).unwrap()
}

#[test]
fn every_photo_is_saved_in_all_sizes_and_formats_and_stands_on_the_sheet() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    paint_product(folder.path());
    copy_photos(folder.path());
    let more = [
        "--side",
        "200",
        "--sizes",
        "200,80",
        "--formats",
        "png,jpeg",
        "--columns",
        "2",
        "--title",
        "Spring",
    ];
    let output = studio(folder.path(), out.path(), &more);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));

    let mut wanted = BTreeSet::from(["contact-sheet.png".to_owned()]);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        for size in [200, 80] {
            for format in ["png", "jpg"] {
                let file = format!("{name}-{size}.{format}");
                let picture = load(out.path().join(&file));
                assert_eq!((picture.width(), picture.height()), (size, size), "{file}");
                wanted.insert(file);
            }
        }
    }
    let saved =
        fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(saved.collect::<BTreeSet<_>>(), wanted);
    let sheet = load(out.path().join("contact-sheet.png"));
    assert!(sheet.width() > 360 && sheet.height() > 360, "{sheet:?}");
}

#[test]
fn a_product_stands_in_the_middle_before_white() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    paint_product(folder.path());
    let more = ["--side", "200", "--sizes", "200", "--formats", "png", "--margin", "0.25"];
    let output = studio(folder.path(), out.path(), &more);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let shot = load(out.path().join("mug-200.png"));
    let at = |x: usize, y: usize| shot.quads().nth(y * 200 + x).unwrap();
    let [red, green, ..] = at(100, 100);
    assert!(red > 170 && green < 80, "{:?}", at(100, 100));
    for (x, y) in [(2, 2), (197, 2), (100, 8)] {
        assert!(at(x, y)[..3].iter().all(|&value| value > 235), "{:?} at {x}, {y}", at(x, y));
    }
}

#[test]
fn a_photo_that_is_none_is_named_and_the_sheet_is_not_made() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    paint_product(folder.path());
    fs::write(folder.path().join("broken.jpg"), b"\xFF\xD8\xFF\xE0 and no more").unwrap();
    let output = studio(folder.path(), out.path(), &["--side", "64", "--sizes", "64"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(1) && said.contains("broken.jpg"), "{said}");
    assert!(!out.path().join("contact-sheet.png").exists());
}
