//! The document of the HTTP interface with all workflows, as `docs/openapi.json` has it.

#![cfg(feature = "documents")]

use std::process::Command;

use expect_test::expect_file;

/// `UPDATE_EXPECT=1 cargo test -p studio --all-features --test openapi` writes it anew.
#[test]
fn the_document_in_docs_is_what_the_program_says() {
    let output = Command::new(env!("CARGO_BIN_EXE_studio")).arg("openapi").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    expect_file!["../../../docs/openapi.json"].assert_eq(&String::from_utf8(output.stdout).unwrap());
}
