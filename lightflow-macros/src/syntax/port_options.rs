//! `#[port(default = .., range = .., choices = [..], unit = "px")]` on a parameter.

use lightflow_errors as errors;
use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, ExprArray, ExprRange, LitStr, Token};

use super::setting::Setting;
use crate::diag::Diagnostics;
use crate::names;

/// What a port says about its values.
#[derive(Debug, Default)]
pub struct PortOptions {
    pub default: Option<Expr>,
    pub range: Option<ExprRange>,
    pub choices: Option<ExprArray>,
    pub unit: Option<String>,
}

const KNOWN: &[&str] = &["choices", "default", "range", "unit"];

impl PortOptions {
    /// Takes the `#[port(..)]` attributes off a parameter.
    pub fn take(attributes: &mut Vec<Attribute>, diags: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let mut seen: Vec<String> = Vec::new();
        attributes.retain(|attribute| {
            if !attribute.path().is_ident("port") {
                return true;
            }
            match attribute.parse_args_with(Punctuated::<Setting<Expr>, Token![,]>::parse_terminated) {
                Ok(parsed) => {
                    for option in parsed {
                        let text = option.name.to_string();
                        if seen.contains(&text) {
                            let message = format!("the option `{text}` is given twice");
                            diags.error(
                                errors::DOUBLED_OPTION,
                                option.name.span(),
                                message,
                                "remove one of them",
                            );
                            continue;
                        }
                        options.set(option, diags);
                        seen.push(text);
                    }
                }
                Err(error) => diags.syntax(errors::OPTION_SYNTAX, error),
            }
            false
        });
        super::port_values::check(&mut options, diags);
        options
    }

    fn set(&mut self, Setting { name, value }: Setting<Expr>, diags: &mut Diagnostics) {
        let text = name.to_string();
        let Some(value) = value else {
            if KNOWN.contains(&text.as_str()) {
                diags.error(
                    errors::OPTION_FORM,
                    name.span(),
                    format!("`{text}` needs a value"),
                    format!("write `{text} = ..`"),
                );
            } else {
                unknown(&name, &text, diags);
            }
            return;
        };
        let span = value.span();
        match (text.as_str(), value) {
            ("default", value) => self.default = Some(value),
            ("range", Expr::Range(range)) if range.start.is_some() || range.end.is_some() => {
                self.range = Some(range)
            }
            ("range", _) => diags.error(
                errors::OPTION_FORM,
                span,
                "`range` needs a range of numbers",
                "write `range = 16..=4096`",
            ),
            ("choices", Expr::Array(choices)) if !choices.elems.is_empty() => self.choices = Some(choices),
            ("choices", _) => diags.error(
                errors::OPTION_FORM,
                span,
                "`choices` needs a list of values",
                "write `choices = [\"a\", \"b\"]`",
            ),
            ("unit", Expr::Lit(literal)) => match syn::parse2::<LitStr>(quote::quote!(#literal)) {
                Ok(unit) => self.unit = Some(unit.value()),
                Err(_) => {
                    diags.error(errors::OPTION_FORM, span, "`unit` needs a text", "write `unit = \"px\"`")
                }
            },
            ("unit", _) => {
                diags.error(errors::OPTION_FORM, span, "`unit` needs a text", "write `unit = \"px\"`")
            }
            _ => unknown(&name, &text, diags),
        }
    }
}

fn unknown(name: &Ident, text: &str, diags: &mut Diagnostics) {
    diags.error(
        errors::UNKNOWN_OPTION,
        name.span(),
        format!("a port has no option `{text}`"),
        names::suggest(text, KNOWN),
    );
}
