//! Code without mistakes compiles, under strict lints and among unlucky names.
//!
//! A call of its own: one such file makes trybuild build all its files, and users see what `cargo check` says.

#[test]
fn good_code_compiles() {
    trybuild::TestCases::new().pass("pass/*.rs");
}
