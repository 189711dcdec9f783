//! What the nodes and compositions of an example take, read from their sources.

use std::collections::BTreeMap;
use std::path::Path;

use syn::{FnArg, Item, Pat, Type};

/// What one port takes.
#[derive(Clone, Debug)]
pub struct Port {
    pub name: String,
    /// Its type without `&`.
    pub ty: String,
    pub borrows: bool,
    pub default: bool,
    /// The ends of its range, as written.
    pub range: Option<(Option<f64>, Option<f64>)>,
}

/// A node or composition.
#[derive(Clone, Debug)]
pub struct Signature {
    pub ports: Vec<Port>,
    /// What it gives, without `Result`.
    pub output: String,
}

/// All nodes and compositions below a folder, by name.
pub fn signatures(folder: &Path) -> Result<BTreeMap<String, Signature>, String> {
    let mut all = BTreeMap::new();
    read(folder, &mut all)?;
    Ok(all)
}

fn read(folder: &Path, all: &mut BTreeMap<String, Signature>) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            read(&path, all)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            let file = syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            for item in file.items {
                let Item::Fn(function) = item else { continue };
                let asset = |name: &str| function.attrs.iter().any(|it| it.path().is_ident(name));
                if asset("node") || asset("composition") {
                    all.insert(function.sig.ident.to_string(), signature(&function.sig));
                }
            }
        }
    }
    Ok(())
}

/// The ports of a function.
pub fn signature(signature: &syn::Signature) -> Signature {
    let ports = signature.inputs.iter().filter_map(|argument| {
        let FnArg::Typed(argument) = argument else { return None };
        let Pat::Ident(name) = &*argument.pat else { return None };
        let (ty, borrows) = match &*argument.ty {
            Type::Reference(reference) => (text(&reference.elem), true),
            other => (text(other), false),
        };
        if ty == "Ctx" {
            return None;
        }
        let options: String = argument
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("port"))
            .filter_map(|attribute| attribute.meta.require_list().ok())
            .map(|list| list.tokens.to_string())
            .collect();
        Some(Port {
            name: name.ident.to_string(),
            default: options.contains("default"),
            range: range(&options),
            ty,
            borrows,
        })
    });
    let output = match &signature.output {
        syn::ReturnType::Default => "()".to_owned(),
        syn::ReturnType::Type(_, ty) => text(success(ty)),
    };
    Signature { ports: ports.collect(), output }
}

/// What a `Result` holds on success.
fn success(ty: &Type) -> &Type {
    let Type::Path(path) = ty else { return ty };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Result") else { return ty };
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(syn::GenericArgument::Type(success)) => success,
            _ => ty,
        },
        _ => ty,
    }
}

fn text(ty: &Type) -> String {
    use quote::ToTokens as _;
    ty.to_token_stream().to_string().replace(' ', "")
}

/// `range = 16..=4096`
fn range(options: &str) -> Option<(Option<f64>, Option<f64>)> {
    let text = options.split("range =").nth(1)?.split(',').next()?;
    let (start, end) = text.split_once("..")?;
    let number = |text: &str| text.replace([' ', '=', '_'], "").parse().ok();
    Some((number(start), number(end)))
}
