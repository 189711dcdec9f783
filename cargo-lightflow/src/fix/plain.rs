//! A plain function that is called as a step: it becomes a node, or a node calls it.

use lightflow_errors::{self as errors, Mistake};
use syn::{Item, ItemFn, UseTree};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::{Kind, Plain, bytes, port_types};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::NOT_A_NODE || seen.token().contains("::") {
        return None;
    }
    let named = |item: &&Item| match item {
        Item::Fn(it) => it.sig.ident == seen.token(),
        _ => false,
    };
    match seen.file.syntax()?.items.iter().find(named) {
        Some(Item::Fn(own)) => marked(seen, own),
        _ => called_by_a_node(seen),
    }
}

/// A function of this file gets its `#[node]`.
fn marked(seen: &Seen<'_>, own: &ItemFn) -> Option<Vec<Edit>> {
    Plain::of(own, &seen.file.text, &port_types(seen.file.syntax()?))?;
    let start = match &own.vis {
        syn::Visibility::Inherited => bytes(&own.sig).start,
        vis => bytes(vis).start,
    };
    let indent = super::values::indent(seen, start);
    Some(vec![replace(seen, start..start, format!("#[node]\n{indent}"))])
}

/// A function of another crate gets a node of its name that calls it.
fn called_by_a_node(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let name = seen.token();
    let plain = seen.assets.plain(name)?;
    let from = only_glob(seen)?;
    let start = seen.file.line_start(bytes(seen.graph()?).start);
    let node = format!(
        "/// `{from}::{name}` as a node.\n#[node]\nfn {name}({}) {} {{\n    {from}::{name}({})\n}}\n\n",
        plain.parameters,
        plain.output,
        plain.names.join(", "),
    );
    Some(vec![replace(seen, start..start, node)])
}

/// `pack` of the only `use pack::*;`: a node of the same name covers what comes from there.
fn only_glob(seen: &Seen<'_>) -> Option<String> {
    let mut globs = Vec::new();
    for item in &seen.file.syntax()?.items {
        match item {
            Item::Use(it) => {
                let text = seen.file.slice(&bytes(&it.tree));
                // The name itself, in a list or under another name: the node would have it too.
                let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                if words.into_iter().any(|word| word == seen.token()) {
                    return None;
                }
                if text.contains('*') && text != "lightflow::prelude::*" {
                    globs.push((&it.tree, text));
                }
            }
            Item::Fn(it) if Kind::of(&it.attrs).is_none() && it.sig.ident == seen.token() => return None,
            _ => {}
        }
    }
    let [(tree, text)] = globs[..] else { return None };
    let mut path = tree;
    while let UseTree::Path(it) = path {
        // What is in the same crate gets its own `#[node]`.
        if ["crate", "self", "super"].iter().any(|own| it.ident == own) {
            return None;
        }
        path = &it.tree;
    }
    matches!(path, UseTree::Glob(_)).then(|| text.trim_end_matches("::*").to_owned())
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const PACK: &str = "#[derive(Port)] pub struct Image; #[node] fn load(path: String) -> Image {} \
        pub fn sharpen(image: &Image, by: u32) -> Image {} pub fn first(of: &Files) -> Image {} \
        pub fn pick<T: Copy>(of: T) -> Image {}";

    fn repaired(head: &str, call: &str) -> Option<String> {
        let text = format!("{head}\n\n#[workflow]\nfn f(photo: Image) -> Image {{\n    {call}\n}}");
        let name = call.split('(').next().unwrap();
        let message = format!("expected type, found function `{name}`");
        Mistaken::new(&text, &message).code("E0573").also(PACK).at_last(name).repaired()
    }

    #[test]
    fn a_function_of_another_crate_is_called_by_a_node() {
        let text = repaired("use lightflow::prelude::*;\nuse pack::*;", "sharpen(&photo, 2)").unwrap();
        let node = "/// `pack::sharpen` as a node.\n#[node]\nfn sharpen(image: &Image, by: u32) -> Image {\n    pack::sharpen(image, by)\n}\n\n#[workflow]";
        assert!(text.contains(node), "{text}");
    }

    #[test]
    fn a_function_of_the_file_becomes_a_node() {
        let own = "#[derive(Port)] struct Image;\n/// Turns it.\nfn turn(image: Image) -> Image { image }";
        assert!(repaired(own, "turn(photo)").unwrap().contains("/// Turns it.\n#[node]\nfn turn"));
    }

    #[test]
    fn a_function_that_cannot_be_a_node_or_is_not_found_for_sure_is_left() {
        let globs = "use lightflow::prelude::*;\nuse pack::*;";
        assert_eq!(repaired(globs, "first(&photo)"), None, "a type that is no port");
        assert_eq!(repaired(globs, "pick(photo)"), None, "generic");
        assert_eq!(repaired(globs, "unknown(photo)"), None, "nobody knows it");
        assert_eq!(repaired(&format!("{globs}\nuse other::*;"), "sharpen(&photo, 2)"), None, "two places");
        assert_eq!(repaired("use crate::filters::*;", "sharpen(&photo, 2)"), None, "the same crate");
        assert_eq!(
            repaired("use pack::*;\nuse pack::sharpen;", "sharpen(&photo, 2)"),
            None,
            "its name is taken"
        );
        assert_eq!(repaired("fn turn<T>(image: T) -> T { image }", "turn(photo)"), None);
    }
}
