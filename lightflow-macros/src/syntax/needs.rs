//! `needs(net, env("KEY"), bin("ffmpeg"), model(MINILM))` of a node, and the names of needs that a workflow denies.

use lightflow_errors as errors;
use proc_macro2::{Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{LitStr, Meta, Path, Token};

use crate::diag::Diagnostics;
use crate::lower::text_of;
use crate::names;

/// What a node needs of the world around it.
#[derive(Clone, Debug)]
pub enum Need {
    Net,
    Process,
    Fs,
    Env(LitStr),
    Bin(LitStr),
    Model(Path),
}

const KNOWN: &[&str] = &["bin", "env", "fs", "model", "net", "process"];
const KINDS: &[&str] = &["env", "fs", "model", "net", "process"];

impl Need {
    /// The list of a node.
    pub fn parse_all(tokens: TokenStream, span: Span, diags: &mut Diagnostics) -> Vec<Self> {
        let items = match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(items) => items,
            Err(error) => {
                diags.syntax(errors::OPTION_SYNTAX, error);
                return Vec::new();
            }
        };
        if items.is_empty() {
            let help = "write what the node needs, such as `needs(net)`, or remove it";
            diags.error(errors::NO_NEED, span, "`needs` names nothing", help);
        }
        let mut seen: Vec<String> = Vec::new();
        let mut needs = Vec::new();
        for item in items {
            let text = text_of(&item).replace(" (", "(");
            if seen.contains(&text) {
                diags.error(
                    errors::DOUBLED_NEED,
                    item.span(),
                    format!("the need `{text}` is given twice"),
                    "remove it",
                );
            } else {
                needs.extend(Self::parse(&item, diags));
            }
            seen.push(text);
        }
        needs
    }

    fn parse(item: &Meta, diags: &mut Diagnostics) -> Option<Self> {
        let name = text_of(item.path());
        let wanted = match name.as_str() {
            "env" => "the name of a variable, such as `env(\"HF_TOKEN\")`",
            "bin" => "the name of a program, such as `bin(\"ffmpeg\")`",
            "model" => "a model, such as `model(MINILM)`",
            _ => "",
        };
        let argument = match item {
            Meta::List(list) => Some(list.tokens.clone()),
            _ => None,
        };
        let found = match (name.as_str(), argument) {
            ("net", None) => Some(Self::Net),
            ("process", None) => Some(Self::Process),
            ("fs", None) => Some(Self::Fs),
            ("net" | "process" | "fs", Some(_)) => {
                diags.error(
                    errors::NEED_FORM,
                    item.span(),
                    format!("`{name}` takes no value"),
                    format!("write `{name}` alone"),
                );
                return None;
            }
            ("env", Some(tokens)) => named(tokens).map(Self::Env),
            ("bin", Some(tokens)) => named(tokens).map(Self::Bin),
            ("model", Some(tokens)) => syn::parse2(tokens).ok().map(Self::Model),
            ("env" | "bin" | "model", None) => None,
            _ => {
                let help = names::suggest(&name, KNOWN);
                diags.error(
                    errors::UNKNOWN_NEED,
                    item.path().span(),
                    format!("there is no need `{name}`"),
                    help,
                );
                return None;
            }
        };
        if found.is_none() {
            let help = named_otherwise(item).map(|name| format!("write `{name}`")).unwrap_or_default();
            diags.error(errors::NEED_FORM, item.span(), format!("`{name}` needs {wanted}"), help);
        }
        found
    }
}

/// Whether a workflow can deny needs of this name.
pub fn is_kind(name: &str) -> bool {
    KINDS.contains(&name)
}

/// The kinds of needs in `deny(net, process)`.
pub fn denied(tokens: TokenStream, span: Span, diags: &mut Diagnostics) -> Vec<String> {
    let paths = match Punctuated::<Path, Token![,]>::parse_terminated.parse2(tokens) {
        Ok(paths) => paths,
        Err(error) => {
            diags.syntax(errors::OPTION_SYNTAX, error);
            return Vec::new();
        }
    };
    if paths.is_empty() {
        diags.error(
            errors::NO_NEED,
            span,
            "`deny` names nothing",
            "write what no step may need, such as `deny(net)`",
        );
    }
    let mut kinds: Vec<String> = Vec::new();
    for path in paths {
        let kind = text_of(&path);
        if !KINDS.contains(&kind.as_str()) {
            let help =
                if kind == "bin" { "write `process`".to_owned() } else { names::suggest(&kind, KINDS) };
            diags.error(
                errors::UNKNOWN_NEED,
                path.span(),
                format!("there is no need `{kind}` to deny"),
                help,
            );
        } else if kinds.contains(&kind) {
            diags.error(errors::DOUBLED_NEED, path.span(), format!("`{kind}` is denied twice"), "remove it");
        } else {
            kinds.push(kind);
        }
    }
    kinds
}

/// `bin("ffmpeg")` of what is written as `bin(ffmpeg)` or `bin = "ffmpeg"`.
fn named_otherwise(item: &Meta) -> Option<String> {
    let kind = text_of(item.path());
    let name = match item {
        Meta::List(list) if kind != "model" => {
            syn::parse2::<syn::Ident>(list.tokens.clone()).ok()?.to_string()
        }
        Meta::NameValue(pair) => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) if kind != "model" => name.value(),
            syn::Expr::Path(path) if kind == "model" => return Some(format!("model({})", text_of(path))),
            _ => return None,
        },
        _ => return None,
    };
    Some(format!("{kind}({name:?})"))
}

fn named(tokens: TokenStream) -> Option<LitStr> {
    syn::parse2::<LitStr>(tokens).ok().filter(|name| !name.value().trim().is_empty())
}
