//! A dependency that nobody names is not linked, and registers nothing.

use lightflow::registry::Registry;

lightflow::link!(named_pack);

#[test]
fn only_a_pack_that_is_named_registers_its_nodes() {
    let registry = Registry::linked().unwrap();
    let ids: Vec<&str> = registry.nodes().map(|node| node.id).collect();
    assert_eq!(ids, ["named_pack/hello"], "`silent_pack` is a dependency too, and has a node `hello`");
}

#[test]
fn a_near_name_is_suggested_for_an_unknown_node() {
    let error = Registry::linked().unwrap().node("helo").unwrap_err();
    assert_eq!(error.to_string(), "there is no node `helo`; did you mean `hello`?");
}
