//! `expand NAME`: the Rust that an asset's attribute writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use proc_macro2::TokenStream;
use serde_json::json;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta};

use crate::diagnose::nearest;
use crate::failure::{Code, Failure, Output};
use crate::rustc::Cargo;

/// An asset, expanded.
struct Expansion {
    file: PathBuf,
    line: usize,
    kind: &'static str,
    code: String,
}

/// Expands the assets of this name in the project's own packages.
///
/// # Errors
/// If there is none.
pub fn execute(cargo: &Cargo, name: &str) -> Result<Output, Failure> {
    let metadata = cargo.metadata()?;
    let root = metadata.workspace_root.as_std_path();
    let folders: BTreeSet<&Path> = metadata
        .workspace_packages()
        .iter()
        .flat_map(|package| &package.targets)
        .filter_map(|target| Some(target.src_path.parent()?.as_std_path()))
        .collect();
    let mut search = Search { name, file: PathBuf::new(), found: Vec::new(), names: BTreeSet::new() };
    for folder in &folders {
        if !folders.iter().any(|other| other != folder && folder.starts_with(other)) {
            read(folder, root, &mut search).map_err(|error| Failure::file(folder, &error))?;
        }
    }
    if search.found.is_empty() {
        let near = nearest(name, search.names.iter().map(String::as_str));
        let hint = match near.as_slice() {
            [] => "write the name of a node, composition, workflow or port type of this project".to_owned(),
            [first, ..] => format!("write `{first}`"),
        };
        return Err(Failure::new(Code::UnknownAsset, format!("there is no asset `{name}`"))
            .hint(hint)
            .details(json!({ "name": name, "near": near })));
    }
    let text = search.found.iter().map(|found| {
        format!("// {} `{name}`, {}:{}\n\n{}", found.kind, found.file.display(), found.line, found.code)
    });
    let data: Vec<_> = search
        .found
        .iter()
        .map(|found| json!({ "kind": found.kind, "name": name, "file": found.file, "line": found.line, "code": found.code }))
        .collect();
    Ok(Output { text: text.collect::<Vec<_>>().join("\n"), data: json!({ "expansions": data }) })
}

fn read(folder: &Path, root: &Path, search: &mut Search<'_>) -> io::Result<()> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, root, search)?;
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && let Ok(file) = syn::parse_file(&fs::read_to_string(&path)?)
        {
            search.file = path.strip_prefix(root).unwrap_or(&path).to_owned();
            search.visit_file(&file);
        }
    }
    Ok(())
}

struct Search<'a> {
    name: &'a str,
    file: PathBuf,
    found: Vec<Expansion>,
    names: BTreeSet<String>,
}

impl Visit<'_> for Search<'_> {
    fn visit_item(&mut self, item: &Item) {
        if let Some(Written { name, kind, tokens }) = expand(item) {
            if name == self.name {
                let line = name.span().start().line;
                self.found.push(Expansion { file: self.file.clone(), line, kind, code: pretty(tokens()) });
            }
            self.names.insert(name.to_string());
        }
        visit::visit_item(self, item);
    }
}

/// An asset in the sources, and what its attribute writes.
struct Written<'a> {
    name: &'a syn::Ident,
    kind: &'static str,
    tokens: Box<dyn Fn() -> TokenStream + 'a>,
}

fn expand(item: &Item) -> Option<Written<'_>> {
    let (name, attributes) = match item {
        Item::Fn(item) => (&item.sig.ident, &item.attrs),
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    attributes.iter().enumerate().find_map(|(index, attribute)| {
        let macro_name = attribute.path().segments.last()?.ident.to_string();
        let expand = match macro_name.as_str() {
            "node" => lightflow_expand::node,
            "composition" => lightflow_expand::composition,
            "workflow" => lightflow_expand::workflow,
            "model" => lightflow_expand::model_asset,
            "derive" => return derive(name, attribute, item),
            _ => return None,
        };
        let kind = match macro_name.as_str() {
            "node" => "node",
            "composition" => "composition",
            _ => "workflow",
        };
        let Item::Fn(function) = item else { return None };
        let tokens: Box<dyn Fn() -> TokenStream> = Box::new(move || {
            let mut function = function.clone();
            let attribute = function.attrs.remove(index);
            let options = match attribute.meta {
                Meta::List(list) => list.tokens,
                _ => TokenStream::new(),
            };
            expand(options, tokens_of(&Item::Fn(function)))
        });
        Some(Written { name, kind, tokens })
    })
}

fn derive<'a>(name: &'a syn::Ident, attribute: &Attribute, item: &'a Item) -> Option<Written<'a>> {
    let Meta::List(list) = &attribute.meta else { return None };
    let text = list.tokens.to_string();
    let mut names = text.split(',').map(|path| path.rsplit("::").next().unwrap_or(path).trim());
    let expand = names.find_map(|name| match name {
        "Port" => Some(lightflow_expand::port as fn(TokenStream) -> TokenStream),
        "Ports" => Some(lightflow_expand::ports as fn(TokenStream) -> TokenStream),
        _ => None,
    })?;
    Some(Written { name, kind: "type", tokens: Box::new(move || expand(tokens_of(item))) })
}

fn tokens_of(item: &Item) -> TokenStream {
    quote::ToTokens::to_token_stream(item)
}

fn pretty(tokens: TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => tokens.to_string(),
    }
}
