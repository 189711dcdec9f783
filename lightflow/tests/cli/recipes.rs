//! Files that tell how they were made, and are made again from that.

use std::path::Path;

use expect_test::expect;
use lightflow::cli::Exit;
use lightflow::runs::StorePlace;
use serde_json::Value;

use crate::support::{Called, To, call_with};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Calls with `OUT` as the folder for files.
    fn call(&self, to: To, line: &str) -> Called {
        let line = line.replace("OUT", &self.folder.path().join("out").to_string_lossy());
        call_with(to, &line, |io| io.store = StorePlace::At(self.folder.path().join("store")))
    }

    fn data(&self, line: &str) -> Value {
        let called = self.call(To::Pipe, &format!("{line} --json"));
        assert_eq!(called.exit, Exit::Done, "{}", called.shown());
        serde_json::from_str::<Value>(&called.stdout).unwrap()["data"].take()
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

const BARE: &str = "{\n  \"title\": \"Mug\",\n  \"side\": 64\n}\n";

#[test]
fn a_file_tells_how_it_was_made() {
    let place = Place::new();
    place.data("run card --side 64 --key hunter2 --out OUT");
    let text = read(&place.file("out/card.json"));
    assert!(
        text.starts_with("{\n  \"title\": \"Mug\",\n  \"side\": 64"),
        "what the node wrote stays: {text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
    let recipe = place.data("recipe OUT/card.json");
    let mut shown = place.call(To::Terminal, "recipe OUT/card.json").shown();
    for (what, name) in [
        (&recipe["plan"], "PLAN"),
        (&recipe["versions"]["workflow"], "FINGERPRINT"),
        (&recipe["program"], "PROGRAM"),
    ] {
        shown = shown.replace(what.as_str().unwrap(), name);
    }
    expect![[r#"
        exit 0
        --- stdout
          workflow  cli/card
          step      write_card
          program   PROGRAM
          plan      PLAN
          version   lightflow 0.1.0
          version   studio 1.2.0
          version   workflow FINGERPRINT

        inputs
          key    (secret)
          side   64
          title  Mug
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_recipe_makes_the_same_bytes_again() {
    let place = Place::new();
    place.data("run card --side 64 --title Lamp --key a --out OUT");
    let made = read(&place.file("out/card.json"));
    place.data("run --recipe OUT/card.json --key b --out OUT/again");
    assert_eq!(read(&place.file("out/again/card.json")), made, "its steps are known");
    place.data("run --recipe OUT/card.json --key c --out OUT/anew --no-cache");
    assert_eq!(read(&place.file("out/anew/card.json")), made, "its steps run");
    place.data("run card --recipe OUT/card.json --key d --side 32 --out OUT/other");
    let made = read(&place.file("out/other/card.json"));
    assert!(made.contains("Lamp") && made.contains("\"side\": 32"), "{made}");
    let called = place.call(To::Terminal, "run --recipe OUT/card.json --out OUT");
    assert!(called.stderr.contains("--key") && called.stderr.contains("missing"), "{}", called.stderr);
}

#[test]
fn a_file_carries_no_recipe_if_that_is_not_wanted() {
    let place = Place::new();
    place.data("run card --side 64 --key a --out OUT --no-recipe");
    assert_eq!(read(&place.file("out/card.json")), BARE);
    place.data("run card --side 64 --key a --out OUT");
    assert!(read(&place.file("out/card.json")).contains("$lightflow"));
    place.data("run card --side 64 --key a --out OUT --no-recipe");
    assert_eq!(read(&place.file("out/card.json")), BARE, "what was there is replaced");
    let called = place.call(To::Terminal, "run --recipe OUT/card.json --out OUT");
    let shown = called.shown().replace(&*place.folder.path().to_string_lossy(), "PLACE");
    expect![[r#"
        exit 2
        --- stderr
        error: there is no recipe in `PLACE/out/card.json`
        help: name a PNG, JPEG, WebP, WAV or JSON file that a run left, not one that was converted since
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_file_outside_of_the_output_folder_stays_as_it_is() {
    let place = Place::new();
    std::fs::write(place.file("other.json"), "{}").unwrap();
    place.data(&format!("run announce --path {} --out OUT", place.file("other.json").display()));
    assert_eq!(read(&place.file("other.json")), "{}");
}

#[test]
fn what_was_picked_is_found_by_its_file_with_the_recipe_in_it() {
    let place = Place::new();
    place.data("run card --side 64 --key env:HOME --out OUT");
    let verdict = place.data("runs judge last --pick OUT/card.json");
    assert_eq!(verdict["artifact"]["name"], "card.json");
    place.data("runs rerun --from OUT/card.json --set side=32");
    assert_eq!(place.data("runs request last")["inputs"]["side"], 32);
}
