//! Finding nodes: by words, and by the types they lead between.

use std::any::TypeId;
use std::collections::{HashMap, VecDeque};

use super::{Registry, UnknownAsset, nearest};
use crate::spec::{NodeSpec, TypeSpec};

impl Registry {
    /// Nodes whose name, doc or ports have all words of `text`; those with it in the name first.
    pub fn search(&self, text: &str) -> Vec<&'static NodeSpec> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(usize, &'static NodeSpec)> = self
            .nodes()
            .filter_map(|node| {
                let name = node.name.to_lowercase();
                let all = haystack(node);
                let hit = words.iter().all(|word| all.contains(word.as_str()));
                let missed = words.iter().filter(|word| !name.contains(word.as_str())).count();
                hit.then_some((missed, node))
            })
            .collect();
        found.sort_by_key(|(missed, node)| (*missed, node.id));
        found.into_iter().map(|(_, node)| node).collect()
    }

    /// The shortest chain of nodes that leads from a value of type `from` to one of type `to`.
    ///
    /// A list leads to its items, as `for` does. Empty when no nodes do.
    ///
    /// # Errors
    /// When no node knows one of the types.
    pub fn path(&self, from: &str, to: &str) -> Result<Vec<&'static NodeSpec>, UnknownAsset> {
        let types = self.known_types();
        let from = lookup(&types, from)?;
        let to = lookup(&types, to)?;
        let mut came_by: HashMap<TypeId, Option<&'static NodeSpec>> = HashMap::from([(from, None)]);
        let mut came_from: HashMap<TypeId, TypeId> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                break;
            }
            let items = types
                .iter()
                .filter(|(_, id)| *id != at && is_item(&types, at, *id))
                .map(|(_, id)| (*id, None));
            let nodes = self.nodes().filter(|node| node.ports.iter().any(|port| (port.ty.id)() == at));
            let outputs = nodes.flat_map(|node| {
                node.outputs
                    .iter()
                    .map(|output| &output.ty)
                    .chain([&node.output])
                    .map(move |ty| ((ty.id)(), Some(node)))
            });
            for (next, by) in items.chain(outputs).collect::<Vec<_>>() {
                if let std::collections::hash_map::Entry::Vacant(entry) = came_by.entry(next) {
                    entry.insert(by);
                    came_from.insert(next, at);
                    queue.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = to;
        while let Some(previous) = came_from.get(&at) {
            path.extend(came_by[&at]);
            at = *previous;
        }
        path.reverse();
        Ok(path)
    }

    fn known_types(&self) -> Vec<(TypeSpec, TypeId)> {
        let ports = self.nodes().flat_map(|node| {
            node.ports
                .iter()
                .map(|port| port.ty)
                .chain(node.outputs.iter().map(|output| output.ty))
                .chain([node.output])
        });
        let mut types: Vec<(TypeSpec, TypeId)> =
            ports.chain(self.types().map(|ty| ty.ty)).map(|ty| (ty, (ty.id)())).collect();
        types.sort_by_key(|(ty, id)| (ty.text, *id));
        types.dedup_by_key(|(_, id)| *id);
        types
    }
}

fn haystack(node: &NodeSpec) -> String {
    let mut text = format!("{} {} {}", node.id, node.doc, (node.output.name)());
    for port in node.ports {
        text.push_str(&format!(" {} {} {}", port.name, (port.ty.name)(), port.doc));
    }
    text.to_lowercase()
}

fn is_item(types: &[(TypeSpec, TypeId)], list: TypeId, item: TypeId) -> bool {
    let name = |wanted: TypeId| types.iter().find(|(_, id)| *id == wanted).map(|(ty, _)| (ty.name)());
    match (name(list), name(item)) {
        (Some(list), Some(item)) => list.strip_prefix("list of ") == Some(&*item),
        _ => false,
    }
}

fn lookup(types: &[(TypeSpec, TypeId)], name: &str) -> Result<TypeId, UnknownAsset> {
    let wanted: String = name.split_whitespace().collect();
    let called = |ty: &TypeSpec| {
        ty.text.split_whitespace().collect::<String>() == wanted
            || (ty.name)() == name
            || ty.text.ends_with(&format!("::{wanted}"))
    };
    types.iter().find(|(ty, _)| called(ty)).map(|(_, id)| *id).ok_or_else(|| UnknownAsset {
        kind: "port type",
        name: name.into(),
        near: nearest(name, types.iter().map(|(ty, _)| ty.text).filter(|text| !text.is_empty())),
    })
}
