//! The nodes, compositions and workflows that a project's packages declare, read from their sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{FnArg, ItemFn, Pat};

use super::plain::{self, Plain};
use super::{Kind, bytes};

/// What is known of an asset without compiling it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// What it is.
    pub kind: Kind,
    /// Its ports, in order.
    pub ports: Vec<Port>,
    /// The type of its output, as it is written; without the `Result` around it.
    pub output: String,
    /// The words of its `shape(..)`; none without.
    pub contract: Vec<String>,
}

/// A port of an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// Its type as it is written.
    pub ty: String,
    /// Whether it may be left out.
    pub has_default: bool,
}

/// All assets that were found, by name.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    found: BTreeMap<String, Vec<Asset>>,
    plain: BTreeMap<String, Vec<Plain>>,
    structs: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

impl Assets {
    /// Reads the Rust files of a folder and of the folders in it; those that are no Rust are left out.
    pub fn add_folder(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "target") {
                    self.add_folder(&path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && let Ok(text) = fs::read_to_string(&path)
            {
                self.add_text(&text);
            }
        }
    }

    /// Reads the assets of one file.
    pub fn add_text(&mut self, text: &str) {
        let mentions = ["derive(Port", Kind::Node.name(), Kind::Composition.name(), Kind::Workflow.name()];
        if !mentions.iter().any(|name| text.contains(name)) {
            return;
        }
        if let Ok(file) = syn::parse_file(text) {
            let ports = plain::port_types(&file);
            Reader { assets: self, text, ports }.visit_file(&file);
        }
    }

    /// The asset of this name, if there is exactly one.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        match self.found.get(name)?.as_slice() {
            [asset] => Some(asset),
            [first, others @ ..] => others.iter().all(|other| other == first).then_some(first),
            [] => None,
        }
    }

    /// All assets of this name.
    pub fn all(&self, name: &str) -> &[Asset] {
        self.found.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The public function of this name that is no asset, but could be a node; if there is exactly one.
    pub fn plain(&self, name: &str) -> Option<&Plain> {
        match self.plain.get(name)?.as_slice() {
            [only] if !self.found.contains_key(name) => Some(only),
            _ => None,
        }
    }

    /// The type of a field, if there is one struct of this name.
    pub fn field(&self, of: &str, name: &str) -> Option<&str> {
        match self.structs.get(of)?.as_slice() {
            [only] => only.get(name).map(String::as_str),
            _ => None,
        }
    }

    /// One of the assets of this name.
    pub fn get_any(&self, name: &str) -> Option<&Asset> {
        self.found.get(name)?.first()
    }

    /// Names of nodes and compositions: what a step can call.
    pub fn callable(&self) -> impl Iterator<Item = &str> {
        let callable =
            self.found.iter().filter(|(_, found)| found.iter().any(|asset| asset.kind != Kind::Workflow));
        callable.map(|(name, _)| name.as_str())
    }
}

struct Reader<'a> {
    assets: &'a mut Assets,
    text: &'a str,
    ports: BTreeSet<String>,
}

impl Reader<'_> {
    fn output(&self, output: &syn::ReturnType) -> String {
        let syn::ReturnType::Type(_, ty) = output else { return "()".to_owned() };
        let inner = match &**ty {
            syn::Type::Path(path) => {
                path.path.segments.last().filter(|last| last.ident == "Result").and_then(|last| {
                    let syn::PathArguments::AngleBracketed(types) = &last.arguments else { return None };
                    types.args.first().map(bytes)
                })
            }
            _ => None,
        };
        self.text.get(inner.unwrap_or_else(|| bytes(ty))).unwrap_or_default().to_owned()
    }
}

/// The words of `shape(..)` in `#[node(.., shape(..))]`.
fn contract(attributes: &[syn::Attribute]) -> Vec<String> {
    let lists = attributes.iter().filter(|attribute| Kind::of(std::slice::from_ref(attribute)).is_some());
    let mut words = Vec::new();
    for attribute in lists {
        let syn::Meta::List(list) = &attribute.meta else { continue };
        let mut is_shape = false;
        for token in list.tokens.clone() {
            match token {
                TokenTree::Group(group) if is_shape => flatten(group.stream(), &mut words),
                TokenTree::Ident(name) => is_shape = name == "shape",
                _ => is_shape = false,
            }
        }
    }
    words
}

fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            words.push("(".to_owned());
            flatten(group.stream(), words);
            words.push(")".to_owned());
        } else {
            words.push(token.to_string());
        }
    }
}

impl Visit<'_> for Reader<'_> {
    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        let fields = item.fields.iter().filter_map(|field| {
            Some((field.ident.as_ref()?.to_string(), self.text.get(bytes(&field.ty))?.to_owned()))
        });
        self.assets.structs.entry(item.ident.to_string()).or_default().push(fields.collect());
        visit::visit_item_struct(self, item);
    }
    fn visit_item_fn(&mut self, function: &ItemFn) {
        if let Some(kind) = Kind::of(&function.attrs) {
            let ports = function.sig.inputs.iter().filter_map(|input| {
                let FnArg::Typed(input) = input else { return None };
                let Pat::Ident(name) = &*input.pat else { return None };
                let ty = self.text.get(bytes(&input.ty))?.to_owned();
                let default = |attribute: &syn::Attribute| {
                    attribute.path().is_ident("port")
                        && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string().contains("default"))
                };
                let has_default = input.attrs.iter().any(default);
                (!ty.ends_with("Ctx")).then(|| Port { name: name.ident.to_string(), ty, has_default })
            });
            let asset = Asset {
                kind,
                ports: ports.collect(),
                output: self.output(&function.sig.output),
                contract: contract(&function.attrs),
            };
            self.assets.found.entry(function.sig.ident.to_string()).or_default().push(asset);
        } else if matches!(function.vis, syn::Visibility::Public(_))
            && let Some(plain) = Plain::of(function, self.text, &self.ports)
        {
            self.assets.plain.entry(function.sig.ident.to_string()).or_default().push(plain);
        }
        visit::visit_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_without_the_context() {
        let mut assets = Assets::default();
        assets
            .add_text("#[node] fn fit(image: &Image, ctx: &Ctx, #[port(default = 1)] side: u32) -> Result<Image, String> {}");
        let port = |name: &str, ty: &str, has_default| Port { name: name.into(), ty: ty.into(), has_default };
        assert_eq!(
            assets.get("fit").unwrap().ports,
            [port("image", "&Image", false), port("side", "u32", true)]
        );
        assert_eq!(assets.get("fit").unwrap().output, "Image");
        assert_eq!(assets.callable().collect::<Vec<_>>(), ["fit"]);
    }

    #[test]
    fn two_assets_of_one_name_are_not_told_apart() {
        let mut assets = Assets::default();
        assets.add_text("#[node] fn fit(a: u32) -> u32 {}\nmod m { #[node] fn fit(b: u32) -> u32 {} }");
        assert_eq!(assets.get("fit"), None);
    }
}
