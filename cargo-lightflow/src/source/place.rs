//! Where in a file a place lies: which asset, and which part of it.

use std::ops::Range;

use serde::Serialize;
use syn::visit::{self, Visit};
use syn::{Attribute, ItemFn};

use super::{File, bytes, holds};

/// What an asset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A function with `#[node]`.
    Node,
    /// A function with `#[composition]`.
    Composition,
    /// A function with `#[workflow]`.
    Workflow,
}

impl Kind {
    /// As it is called in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Composition => "composition",
            Self::Workflow => "workflow",
        }
    }

    /// What a function's attributes make of it.
    pub fn of(attributes: &[Attribute]) -> Option<Self> {
        attributes.iter().find_map(|attribute| {
            let name = attribute.path().segments.last()?.ident.to_string();
            [Self::Node, Self::Composition, Self::Workflow].into_iter().find(|kind| kind.name() == name)
        })
    }
}

/// A part of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// An attribute above it or above a parameter.
    Attribute,
    /// Name, parameters and output.
    Signature,
    /// Between the outer braces.
    Body,
}

/// Where a place lies.
#[derive(Clone, Debug)]
pub struct Place {
    /// What the function around it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The part of the function.
    pub zone: Zone,
    /// The function, if the file can be parsed.
    pub function: Option<ItemFn>,
}

impl Place {
    /// Finds the asset around some bytes.
    pub fn of(file: &File, range: &Range<usize>) -> Option<Self> {
        match file.syntax() {
            Some(syntax) => {
                let mut search = Search { range, found: None };
                search.visit_file(syntax);
                search.found
            }
            None => by_text(&file.text, range.start),
        }
    }

    /// Whether its body is a graph.
    pub fn is_graph(&self) -> bool {
        self.kind != Kind::Node
    }
}

struct Search<'a> {
    range: &'a Range<usize>,
    found: Option<Place>,
}

impl Visit<'_> for Search<'_> {
    fn visit_item_fn(&mut self, function: &ItemFn) {
        if !holds(&bytes(function), self.range) {
            return;
        }
        if let Some(kind) = Kind::of(&function.attrs) {
            let zone = zone(function, self.range);
            let name = function.sig.ident.to_string();
            self.found = Some(Place { kind, name, zone, function: Some(function.clone()) });
        }
        visit::visit_item_fn(self, function);
    }
}

fn zone(function: &ItemFn, range: &Range<usize>) -> Zone {
    if holds(&bytes(&function.block), range) {
        return Zone::Body;
    }
    let of_parameters = function.sig.inputs.iter().flat_map(|input| match input {
        syn::FnArg::Receiver(it) => &it.attrs,
        syn::FnArg::Typed(it) => &it.attrs,
    });
    let inside = |attribute: &Attribute| holds(&bytes(attribute), range);
    if function.attrs.iter().chain(of_parameters).any(inside) { Zone::Attribute } else { Zone::Signature }
}

/// The same for a file that cannot be parsed: what the last attribute above says.
fn by_text(text: &str, byte: usize) -> Option<Place> {
    let above = text.get(..byte)?;
    let last = |kind: Kind| above.rfind(&format!("#[{}", kind.name())).map(|at| (at, kind));
    let (at, kind) = [Kind::Node, Kind::Composition, Kind::Workflow]
        .into_iter()
        .filter_map(last)
        .max_by_key(|(at, _)| *at)?;
    let (_, head) = above[at..].split_once("fn ")?;
    let name: String = head.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let zone = if head.contains('{') { Zone::Body } else { Zone::Signature };
    Some(Place { kind, name, zone, function: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "#[node(retry = 3)]\nfn fit(#[port(default = 1)] side: u32) -> u32 { side }\n";

    fn zone_at(text: &str, token: &str) -> Zone {
        let start = text.find(token).unwrap();
        let place = Place::of(&File::new(text), &(start..start + token.len())).unwrap();
        assert_eq!((place.kind, place.name.as_str()), (Kind::Node, "fit"));
        place.zone
    }

    #[test]
    fn a_function_has_attributes_a_signature_and_a_body() {
        assert_eq!(zone_at(TEXT, "retry"), Zone::Attribute);
        assert_eq!(zone_at(TEXT, "default"), Zone::Attribute);
        assert_eq!(zone_at(TEXT, "u32) "), Zone::Signature);
        assert_eq!(zone_at(TEXT, "side }"), Zone::Body);
    }

    #[test]
    fn a_file_that_is_no_rust_is_read_as_text() {
        let broken = TEXT.replace("side }", "side)");
        assert_eq!(zone_at(&broken, "side)"), Zone::Body);
        assert_eq!(zone_at(&TEXT.replace(") ->", " ->"), "u32 ->"), Zone::Signature);
    }
}
