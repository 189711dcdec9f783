//! Functions that are no assets, but whose declaration could be a node's.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{FnArg, GenericArgument, Item, ItemFn, Pat, PathArguments, ReturnType, Type};

use super::bytes;

/// A function that takes and gives what can travel on edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// Its parameters as they are written: `image: &Image, width: u32`.
    pub parameters: String,
    /// Their names.
    pub names: Vec<String>,
    /// Its output as it is written: `-> Image`.
    pub output: String,
}

impl Plain {
    /// Reads a declaration; `None` if a node could not have it, or if a type of it is not one of `ports`.
    pub fn of(function: &ItemFn, text: &str, ports: &BTreeSet<String>) -> Option<Self> {
        let head = &function.sig;
        let simple = head.generics.params.is_empty()
            && head.generics.where_clause.is_none()
            && matches!(head.safety, syn::Safety::Default)
            && head.asyncness.is_none()
            && head.variadic.is_none()
            && function.attrs.iter().all(|attribute| attribute.path().is_ident("doc"));
        let ReturnType::Type(_, output) = &head.output else { return None };
        if !simple || !travels(output, ports) || text.get(bytes(&head.inputs)).is_none() {
            return None;
        }
        let mut names = Vec::new();
        for input in &head.inputs {
            let FnArg::Typed(input) = input else { return None };
            let Pat::Ident(name) = &*input.pat else { return None };
            let ty = match &*input.ty {
                Type::Reference(it) if it.mutability.is_none() && it.lifetime.is_none() => &it.elem,
                ty => ty,
            };
            if !travels(ty, ports) || name.mutability.is_some() || !input.attrs.is_empty() {
                return None;
            }
            names.push(name.ident.to_string());
        }
        let slice = |range| text.get(range).map(str::to_owned);
        Some(Self { parameters: slice(bytes(&head.inputs))?, names, output: slice(bytes(&head.output))? })
    }
}

/// Whether a type is known to be one of ports.
fn travels(ty: &Type, ports: &BTreeSet<String>) -> bool {
    const KNOWN: [&str; 14] = [
        "bool", "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "f32", "f64", "String",
        "PathBuf",
    ];
    match ty {
        Type::Tuple(it) => it.elems.iter().all(|part| travels(part, ports)),
        Type::Path(path) => {
            let Some(name) = path.path.segments.last().filter(|_| path.path.segments.len() == 1) else {
                return false;
            };
            let own = name.ident.to_string();
            match &name.arguments {
                PathArguments::None => KNOWN.contains(&own.as_str()) || ports.contains(&own),
                PathArguments::AngleBracketed(it) => {
                    matches!(own.as_str(), "Vec" | "Option")
                        && it
                            .args
                            .iter()
                            .all(|item| matches!(item, GenericArgument::Type(item) if travels(item, ports)))
                }
                PathArguments::Parenthesized(_) => false,
            }
        }
        _ => false,
    }
}

/// The types of a file with `#[derive(Port)]`.
pub fn port_types(file: &syn::File) -> BTreeSet<String> {
    struct Types(BTreeSet<String>);
    impl Visit<'_> for Types {
        fn visit_item(&mut self, item: &Item) {
            let (name, attributes, generics) = match item {
                Item::Struct(it) => (&it.ident, &it.attrs, &it.generics),
                Item::Enum(it) => (&it.ident, &it.attrs, &it.generics),
                _ => return visit::visit_item(self, item),
            };
            let port = attributes.iter().any(|attribute| {
                attribute.path().is_ident("derive")
                    && matches!(&attribute.meta, syn::Meta::List(list)
                        if list.tokens.clone().into_iter().any(|token| token.to_string() == "Port"))
            });
            if port && generics.params.is_empty() {
                self.0.insert(name.to_string());
            }
        }
    }
    let mut types = Types(BTreeSet::new());
    types.visit_file(file);
    types.0
}
