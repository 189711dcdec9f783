//! What `cargo lightflow` makes of each mistake: a code, and a repair that is right wherever it is certain.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cargo_lightflow::diagnose::{self, Finding};
use cargo_lightflow::fix;
use cargo_lightflow::source::Assets;

use crate::cases::{self, Report, files, reports, root, stem};

/// Mistakes in the code of a node, which is plain Rust: rustc's own code explains them.
const PLAIN_RUST: &[&str] = &["node_body_wrong", "node_body_wrong_async"];

/// The repair is right, but more is to do behind it that is not certain: another node was meant, for one.
const BEHIND: &[&str] = &["cascade_for_owned_named", "cascade_for_owned_positional"];

/// How many mistakes of a hundred a tool repairs without asking: this may only grow.
const CERTAIN: usize = 60;

/// As `cargo lightflow fix`, which looks again after what it repaired.
const ROUNDS: usize = 3;

/// What is found in each case.
pub fn findings() -> &'static BTreeMap<String, Vec<Finding>> {
    static FINDINGS: LazyLock<BTreeMap<String, Vec<Finding>>> = LazyLock::new(|| {
        let pack = pack();
        let cases = files(&root().join("cases"));
        let found = cases.iter().map(|file| {
            let source = fs::read_to_string(file).unwrap();
            (stem(file), findings_of(&reports()[&stem(file)], &source, &pack))
        });
        found.collect()
    });
    &FINDINGS
}

fn pack() -> Assets {
    let mut pack = Assets::default();
    pack.add_folder(&root().join("src"));
    pack
}

fn findings_of(report: &Report, source: &str, pack: &Assets) -> Vec<Finding> {
    let errors: Vec<_> = report
        .errors
        .iter()
        .map(|error| serde_json::from_value(error.clone()).expect("rustc's own form"))
        .collect();
    let mut assets = pack.clone();
    assets.add_text(source);
    diagnose::findings(&errors, root(), &assets)
}

/// What the first repairs leave, repaired further: the texts by case, whether or not they are good then.
fn further_rounds(mut open: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let pack = pack();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("repaired");
    let mut texts = open.clone();
    for _ in 1..ROUNDS {
        fs::create_dir_all(&folder).unwrap();
        let path = |case: &String| folder.join(case).with_extension("rs");
        let files: Vec<_> = open.keys().map(path).collect();
        for (case, text) in &open {
            fs::write(path(case), text).unwrap();
        }
        let reports = cases::check(&files, "repaired_again");
        open.retain(|case, text| {
            let Some(report) = reports.get(case) else { return false };
            let groups: Vec<_> =
                findings_of(report, text, &pack).into_iter().map(|finding| finding.fix).collect();
            let (repaired, done) = fix::apply_to_text(text, &groups);
            texts.insert(case.clone(), repaired.clone());
            *text = repaired;
            !done.is_empty()
        });
    }
    texts
}

#[test]
fn every_mistake_has_a_code() {
    let mut table = String::new();
    let mut wrong = Vec::new();
    for (case, found) in findings() {
        for finding in found {
            let code = finding.mistake.map(|mistake| mistake.code);
            table += &format!("{case:<32} {:<6} {}\n", code.unwrap_or("-"), finding.message);
            if code.is_some() == PLAIN_RUST.contains(&case.as_str()) {
                wrong.push(format!("{case}: {code:?} for {}", finding.message));
            }
        }
    }
    print(&table);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_repair_that_is_certain_gives_what_a_user_would_write() {
    let write = std::env::var_os("UPDATE_EXPECT").is_some();
    let (mut certain, mut total) = (0, 0);
    let (mut by_hand, mut wrong) = (Vec::new(), Vec::new());
    let (mut open, mut wanted) = (BTreeMap::new(), BTreeMap::new());
    for file in files(&root().join("cases")) {
        let case = stem(&file);
        if case.starts_with("many_") {
            continue;
        }
        total += 1;
        let fixed_file = file.with_extension("fixed.rs");
        let source = fs::read_to_string(&file).unwrap();
        let groups: Vec<_> = findings()[&case].iter().map(|finding| finding.fix.clone()).collect();
        let (repaired, done) = fix::apply_to_text(&source, &groups);
        let fixed = fs::read_to_string(&fixed_file).ok();
        if done.is_empty() {
            let codes = findings()[&case].iter().filter_map(|finding| finding.mistake);
            by_hand.push(format!("{} {case}", codes.map(|mistake| mistake.code).collect::<String>()));
        } else if write && fixed.is_none() {
            fs::write(&fixed_file, &repaired).unwrap();
        } else if fixed.as_deref() == Some(repaired.as_str()) {
            certain += 1;
        } else if let Some(fixed) = &fixed {
            open.insert(case.clone(), repaired);
            wanted.insert(case.clone(), fixed.clone());
        }
        if fixed.is_none() && (done.is_empty() || !write) {
            wrong.push(format!("{case}.fixed.rs is missing"));
        }
    }
    for (case, repaired) in further_rounds(open) {
        if wanted[&case] == repaired {
            certain += 1;
        } else if BEHIND.contains(&case.as_str()) {
            by_hand.push(format!("{case} (more is to do behind it)"));
        } else {
            wrong.push(format!("{case}.fixed.rs is not what the repair gives:\n{repaired}"));
        }
    }
    by_hand.sort();
    let share = certain * 100 / total;
    print(&format!(
        "{certain} of {total} mistakes have a certain repair ({share} %); by hand:\n{}\n",
        by_hand.join("\n")
    ));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(share >= CERTAIN, "{share} % are repaired, and {CERTAIN} % were");
}

#[allow(clippy::print_stdout, reason = "a table to read: `-- --nocapture`")]
fn print(table: &str) {
    println!("{table}");
}

#[test]
fn a_node_that_fits_between_two_types_is_named() {
    for (case, help) in [
        ("type_wrong", "put `decode` between: it turns `Latent` into `Image`"),
        ("type_wrong_nested", "put `encode` between: it turns `Image` into `Latent`"),
    ] {
        assert_eq!(findings()[case][0].help.as_deref(), Some(help), "{case}");
    }
    let literal = findings()["type_literal"][0].help.as_deref();
    assert_eq!(literal, lightflow_errors::page("LF0317").ok().map(|page| page.fix));
}
