//! The way of `docs/workflows/sweep-sheet.md`: try looks out, pick one, keep it.

use std::fs;
use std::path::Path;
use std::process::Command;

use lightflow_std::image::{Image, ImageFile, load_image::load_image};
use serde_json::Value;

/// Runs the program in a folder, and gives what it says.
fn studio(folder: &Path, words: &str) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
    command.current_dir(folder).env("LIGHTFLOW_STORE", folder.join("store"));
    let output = command.args(words.split(' ')).arg("--json").output().unwrap();
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["data"].take()
}

fn load(path: impl AsRef<Path>) -> Image {
    load_image(ImageFile::at(path.as_ref().to_owned())).unwrap()
}

#[test]
fn looks_are_swept_one_is_picked_and_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let swept = studio(here, "sweep sweep_sheet --seed 1..=3 --side 128 --out looks");
    let runs = swept["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 3);
    assert_eq!(runs[0]["cached"], 0);
    let known = |run: &Value| run["cached"].as_u64().unwrap();
    assert!(known(&runs[1]) >= 5 && known(&runs[2]) >= 5, "the product is cut out once: {swept}");

    let looks: Vec<Image> =
        runs.iter().map(|run| load(here.join(run["picture"].as_str().unwrap()))).collect();
    assert!(looks.iter().all(|look| (look.width(), look.height()) == (128, 128)));
    assert!(looks[0].pixels() != looks[1].pixels() && looks[1].pixels() != looks[2].pixels());
    let sheet = load(here.join(swept["sheet"].as_str().unwrap()));
    assert!(sheet.width() > 128 && sheet.height() > 128, "{sheet:?}");

    let run = runs[1]["run"].as_str().unwrap();
    let picked = studio(here, &format!("runs judge {run} --pick picture.png --note blue"));
    let digest = picked["artifact"]["digest"].as_str().unwrap();
    let verdicts = studio(here, "runs verdicts");
    assert_eq!(verdicts["verdicts"][0]["note"], "blue");

    // A preset gives the same picture, and another product on the same stage.
    studio(here, &format!("preset save blue {run}"));
    studio(here, "run sweep_sheet --preset blue --out again");
    assert!(load(here.join("again/picture.png")).pixels() == looks[1].pixels());
    studio(here, "run sweep_sheet --preset blue --product bottle --out shop");
    let shop = load(here.join("shop/picture.png"));
    assert!(shop.width() == 128 && shop.pixels() != looks[1].pixels());
    assert_eq!(shop.quads().next(), looks[1].quads().next(), "the stage is the same");

    // What is picked stays, also when nothing else does.
    for run in runs {
        studio(here, &format!("runs delete {}", run["run"].as_str().unwrap()));
    }
    fs::remove_dir_all(here.join("looks")).unwrap();
    studio(here, "store gc --max-age 0");
    studio(here, &format!("runs rerun --from {digest} --out kept"));
    assert!(load(here.join("kept/picture.png")).pixels() == looks[1].pixels());
}
