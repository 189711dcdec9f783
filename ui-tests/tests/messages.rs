//! What rustc prints for each mistake, word by word.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` writes the texts anew; read the difference.

use std::fs;

#[test]
fn every_mistake_has_its_text() {
    let cases = trybuild::TestCases::new();
    let mut files: Vec<_> = fs::read_dir("cases").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.to_str().unwrap();
        // What stands beside a mistake as its repair compiles.
        if name.ends_with(".rs") && !name.ends_with(".fixed.rs") {
            cases.compile_fail(file);
        }
    }
}
