//! `#[port(default = .., range = .., choices = [..], unit = "px", ..)]` on a parameter.

use lightflow_errors as errors;
use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, ExprArray, ExprLit, ExprRange, Lit, LitInt, LitStr, Token, parse_quote_spanned};

use super::Given;
use super::matches::Matches;
use super::port_values::number;
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
    pub multiple_of: Option<Expr>,
    pub len: Option<ExprRange>,
    pub matches: Option<Matches>,
}

const KNOWN: &[&str] = &["choices", "default", "len", "matches", "multiple_of", "range", "unit"];

impl PortOptions {
    /// Takes the `#[port(..)]` attributes off a parameter.
    pub fn take(attributes: &mut Vec<Attribute>, diags: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let mut given = Given::default();
        attributes.retain(|attribute| {
            if !attribute.path().is_ident("port") {
                return true;
            }
            match attribute.parse_args_with(Punctuated::<Setting<Expr>, Token![,]>::parse_terminated) {
                Ok(parsed) => {
                    for option in parsed {
                        let name = &option.name;
                        if given.is_new(&name.to_string(), option.given(), name.span(), diags) {
                            options.set(option, diags);
                        }
                    }
                }
                Err(error) => diags.syntax(errors::OPTION_SYNTAX, error),
            }
            false
        });
        super::port_values::check(&mut options, diags);
        options
    }

    fn set(&mut self, setting: Setting<Expr>, diags: &mut Diagnostics) {
        let with_equals = setting.with_equals();
        let Setting { name, value, .. } = setting;
        let text = name.to_string();
        let Some(value) = value else {
            if KNOWN.contains(&text.as_str()) {
                diags.error(
                    errors::OPTION_FORM,
                    name.span(),
                    format!("`{text}` needs a value"),
                    with_equals
                        .map_or(format!("write it after `{text} =`"), |written| format!("write `{written}`")),
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
            ("range", value) => diags.error(
                errors::OPTION_FORM,
                span,
                "`range` needs a range of numbers",
                unquoted(&value).unwrap_or("write two numbers, such as `range = 16..=4096`".into()),
            ),
            ("choices", Expr::Array(choices)) if !choices.elems.is_empty() => self.choices = Some(choices),
            ("choices", _) => diags.error(
                errors::NO_CHOICES,
                span,
                "`choices` needs a list of values",
                "write a list, such as `choices = [\"a\", \"b\"]`",
            ),
            ("unit", Expr::Lit(literal)) => match syn::parse2::<LitStr>(quote::quote!(#literal)) {
                Ok(unit) => self.unit = Some(unit.value()),
                Err(_) => diags.error(
                    errors::OPTION_FORM,
                    span,
                    "`unit` needs a text",
                    "write a text, such as `unit = \"px\"`",
                ),
            },
            ("unit", _) => diags.error(
                errors::OPTION_FORM,
                span,
                "`unit` needs a text",
                "write a text, such as `unit = \"px\"`",
            ),
            ("multiple_of", value) => match number(&value) {
                Some(of) if of < 1.0 || of.fract() != 0.0 => {
                    let message = "`multiple_of` needs a whole number from 1 on";
                    diags.error(
                        errors::MULTIPLE_OF_NOTHING,
                        span,
                        message,
                        "write a number, such as `multiple_of = 8`",
                    );
                }
                _ => self.multiple_of = Some(value),
            },
            ("len", Expr::Range(range)) if range.start.is_some() || range.end.is_some() => {
                self.len = Some(range);
            }
            ("len", Expr::Lit(literal)) if matches!(literal.lit, Lit::Int(_)) => {
                self.len = Some(parse_quote_spanned!(span=> #literal..=#literal));
            }
            ("len", value) => diags.error(
                errors::OPTION_FORM,
                span,
                "`len` needs a length or a range of them",
                unquoted(&value).unwrap_or("write two numbers, such as `len = 1..=4`".into()),
            ),
            ("matches", Expr::Lit(literal)) => match literal.lit {
                Lit::Str(text) => self.matches = Matches::parse(text, diags),
                _ => diags.error(
                    errors::OPTION_FORM,
                    span,
                    "`matches` needs a text",
                    "write a regular expression, such as `matches = \"[a-z]+\"`",
                ),
            },
            ("matches", _) => diags.error(
                errors::OPTION_FORM,
                span,
                "`matches` needs a text",
                "write a regular expression, such as `matches = \"[a-z]+\"`",
            ),
            _ => unknown(&name, &text, diags),
        }
    }
}

/// `"1..=4"` in quotes: the same without.
fn unquoted(value: &Expr) -> Option<String> {
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value else { return None };
    let range = text.parse::<ExprRange>().is_ok_and(|range| range.start.is_some() || range.end.is_some());
    (range || text.parse::<LitInt>().is_ok()).then(|| format!("write `{}`", text.value().trim()))
}

fn unknown(name: &Ident, text: &str, diags: &mut Diagnostics) {
    diags.error(
        errors::UNKNOWN_OPTION,
        name.span(),
        format!("a port has no option `{text}`"),
        names::suggest(text, KNOWN),
    );
}
