//! Each edge of the picture, broken: none of it compiles, and what rustc says names the edge.

#[test]
fn a_broken_edge_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/edges/*.rs");
}
