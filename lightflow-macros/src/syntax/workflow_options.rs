//! `#[workflow(policy = offline, deny(process), budget(vram = "8GiB"))]`.

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, Meta, Token};

use super::Budget;
use super::needs::denied;
use crate::diag::Diagnostics;
use crate::lower::text_of;
use crate::names;

/// What a workflow says about all its steps.
#[derive(Debug, Default)]
pub struct WorkflowOptions {
    /// Kinds of needs, each with what to take off to allow it.
    pub denies: Vec<(String, String)>,
    /// The policy by its name.
    pub policy: Option<String>,
    pub budget: Budget,
}

const KNOWN: &[&str] = &["budget", "deny", "policy"];
const OF_NODES: &[&str] =
    &["blocking", "cache", "inline", "needs", "resource", "retry", "timeout", "volatile"];

impl WorkflowOptions {
    /// `kind` is `workflow`, or `composition`, which has no options.
    pub fn parse(tokens: TokenStream, kind: &str, diags: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let items = match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(items) => items,
            Err(error) => {
                diags.syntax(error);
                return options;
            }
        };
        let mut seen: Vec<String> = Vec::new();
        for item in items {
            let name = text_of(item.path());
            if seen.contains(&name) {
                let message = format!("the option `{name}` is given twice");
                diags.error(item.path().span(), message, "remove one of them");
                continue;
            }
            options.set(&item, &name, kind, diags);
            seen.push(name);
        }
        options
    }

    fn set(&mut self, item: &Meta, name: &str, kind: &str, diags: &mut Diagnostics) {
        let span = item.path().span();
        match (name, item) {
            _ if kind != "workflow" || !KNOWN.contains(&name) => {
                let near = names::nearest(name, OF_NODES);
                let help = match near {
                    Some(near) => format!("put `{near}` on the nodes it is about, as in `#[node({near})]`"),
                    None if kind == "workflow" => names::nearest(name, KNOWN)
                        .map_or("remove it".to_owned(), |near| format!("write `{near}`")),
                    None if KNOWN.contains(&name) => "put it on the workflows that use it".to_owned(),
                    None => "remove it".to_owned(),
                };
                diags.error(span, format!("a {kind} has no option `{name}`"), help);
            }
            ("policy", Meta::NameValue(pair)) => match &pair.value {
                Expr::Path(path) if path.path.is_ident("offline") => {
                    self.policy = Some("offline".into());
                    self.deny("net", "`policy = offline` off");
                }
                other => {
                    let message = format!("there is no policy `{}`", text_of(other));
                    diags.error(
                        other.span(),
                        message,
                        "write `policy = offline`, or `deny(..)` with what is denied",
                    );
                }
            },
            ("policy", _) => diags.error(span, "`policy` needs a name", "write `policy = offline`"),
            ("deny", Meta::List(list)) => {
                for kind in denied(list.tokens.clone(), span, diags) {
                    self.deny(&kind, &format!("`{kind}` off the `deny`"));
                }
            }
            ("deny", _) => diags.error(span, "`deny` needs a list", "write `deny(net)`"),
            ("budget", Meta::List(list)) => self.budget = Budget::parse(list.tokens.clone(), span, diags),
            _ => diags.error(span, "`budget` needs amounts", "write `budget(vram = \"8GiB\")`"),
        }
    }

    fn deny(&mut self, kind: &str, help: &str) {
        if !self.denies.iter().any(|(known, _)| known == kind) {
            self.denies.push((kind.to_owned(), help.to_owned()));
        }
    }
}
