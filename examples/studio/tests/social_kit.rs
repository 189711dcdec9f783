//! `social_kit` and `sweep_sheet`, run by the binary as a user runs them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A photo of the test data, or a picture made here.
fn photos(folder: &Path) -> Vec<PathBuf> {
    if let Some(data) = std::env::var_os("LIGHTFLOW_TEST_DATA") {
        return ["astronaut.png", "flower.jpg"].map(|name| Path::new(&data).join("photos").join(name)).into();
    }
    let path = folder.join("made.png");
    let pixels =
        (0..300 * 200_u32).flat_map(|at| [(at % 300) as u8, (at / 300) as u8, (at * 31 % 97) as u8, 255]);
    let image = lightflow_std::image::Image::new("made", 300, 200, pixels.collect::<Vec<u8>>()).unwrap();
    std::fs::write(&path, image.to_png_bytes().unwrap()).unwrap();
    vec![path]
}

fn studio(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
    command.args(arguments).arg("--out").arg(out).args(["--store", "none", "--json"]).output().unwrap()
}

/// Width and height of a JPEG or PNG.
fn size(path: &Path) -> (u32, u32) {
    let file = lightflow_std::image::ImageFile::at(path.to_owned());
    let image = lightflow_std::image::load_image::load_image(file).unwrap();
    (image.width(), image.height())
}

#[test]
fn one_picture_becomes_eight_formats_and_an_overview() {
    let folder = tempfile::tempdir().unwrap();
    for photo in photos(folder.path()) {
        let out = folder.path().join(photo.file_stem().unwrap());
        let photo = photo.to_str().unwrap();
        let done = studio(
            &["run", "social_kit", "--photo", photo, "--headline", "Look closer", "--line", "Every Friday"],
            &out,
        );
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
        for (name, wanted) in [("story", (1080, 1920)), ("square", (1080, 1080)), ("banner", (1500, 500))] {
            assert_eq!(size(&out.join(format!("social/{name}.jpg"))), wanted);
        }
        assert_eq!(std::fs::read_dir(out.join("social")).unwrap().count(), 9);
    }
}

#[test]
fn a_contrast_that_no_picture_gives_is_refused_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let photo = photos(folder.path()).remove(0);
    let photo = photo.to_str().unwrap();
    let done = studio(
        &["run", "social_kit", "--photo", photo, "--headline", "x", "--contrast", "30"],
        folder.path(),
    );
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stdout));
}

#[test]
fn a_seed_makes_the_same_picture_again_and_another_seed_another() {
    let folder = tempfile::tempdir().unwrap();
    let picture = |name: &str, seed: &str| {
        let out = folder.path().join(name);
        let done = studio(&["run", "sweep_sheet", "--seed", seed, "--side", "160", "--no-recipe"], &out);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
        std::fs::read(out.join("picture.png")).unwrap()
    };
    let first = picture("a", "1");
    assert!(first == picture("b", "1"));
    assert!(first != picture("c", "2"));
}
