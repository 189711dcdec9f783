//! What rustc prints for each mistake, word by word.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` writes the texts anew; read the difference.

#[test]
fn every_mistake_has_its_text() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
