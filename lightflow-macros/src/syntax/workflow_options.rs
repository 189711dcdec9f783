//! `#[workflow(policy = offline, deny(process), budget(vram = "8GiB"))]`.

use lightflow_errors as errors;
use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, Meta, Token};

use super::needs::{denied, is_kind};
use super::{Budget, Given};
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
                diags.syntax(errors::OPTION_SYNTAX, error);
                return options;
            }
        };
        let mut given = Given::default();
        for item in items {
            let name = text_of(item.path());
            if given.is_new(&name, text_of(&item), item.path().span(), diags) {
                options.set(&item, &name, kind, diags);
            }
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
                diags.error(errors::UNKNOWN_OPTION, span, format!("a {kind} has no option `{name}`"), help);
            }
            ("policy", Meta::NameValue(pair)) => match &pair.value {
                Expr::Path(path) if path.path.is_ident("offline") => {
                    self.policy = Some("offline".into());
                    self.deny("net", "`policy = offline` off");
                }
                other => {
                    let name = text_of(other);
                    let help = match names::nearest(name.trim_matches('"'), &["offline"]) {
                        Some(near) => format!("write `{near}`"),
                        None => {
                            "the only one is `policy = offline`; `deny(..)` takes what is denied".to_owned()
                        }
                    };
                    let message = format!("there is no policy `{name}`");
                    diags.error(errors::UNKNOWN_POLICY, other.span(), message, help);
                }
            },
            ("policy", _) => {
                diags.error(errors::UNKNOWN_POLICY, span, "`policy` needs a name", "write `policy = offline`")
            }
            ("deny", Meta::List(list)) => {
                for kind in denied(list.tokens.clone(), span, diags) {
                    self.deny(&kind, &format!("`{kind}` off the `deny`"));
                }
            }
            ("deny", Meta::NameValue(pair)) if is_kind(&text_of(&pair.value)) => {
                let help = format!("write `deny({})`", text_of(&pair.value));
                diags.error(errors::NO_NEED, span, "`deny` needs a list", help);
            }
            ("deny", _) => {
                let help = "write what no step may need, such as `deny(net)`";
                diags.error(errors::NO_NEED, span, "`deny` needs a list", help);
            }
            ("budget", Meta::List(list)) => self.budget = Budget::parse(list.tokens.clone(), span, diags),
            _ => diags.error(
                errors::AMOUNT,
                span,
                "`budget` needs amounts",
                "write an amount, such as `budget(vram = \"8GiB\")`",
            ),
        }
    }

    fn deny(&mut self, kind: &str, help: &str) {
        if !self.denies.iter().any(|(known, _)| known == kind) {
            self.denies.push((kind.to_owned(), help.to_owned()));
        }
    }
}
