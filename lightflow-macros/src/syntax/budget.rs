//! `budget(vram = "8GiB", cost = "0.10 USD")`.

use lightflow_errors as errors;
use proc_macro2::{Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{LitStr, Token};

use super::setting::Setting;
use crate::diag::Diagnostics;
use crate::names;

/// What a node uses up, or a workflow may.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    /// Bytes, and how they are written.
    pub vram: Option<(u64, LitStr)>,
    /// Billionths, the currency, and how they are written.
    pub cost: Option<(u64, String, LitStr)>,
}

const KNOWN: &[&str] = &["cost", "vram"];
const UNITS: &[(&str, f64)] = &[
    ("TiB", 1_099_511_627_776.0),
    ("GiB", 1_073_741_824.0),
    ("MiB", 1_048_576.0),
    ("KiB", 1024.0),
    ("TB", 1e12),
    ("GB", 1e9),
    ("MB", 1e6),
    ("KB", 1e3),
];

impl Budget {
    pub fn parse(tokens: TokenStream, span: Span, diags: &mut Diagnostics) -> Self {
        let mut budget = Self::default();
        let items = match Punctuated::<Setting<LitStr>, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(items) => items,
            Err(error) => {
                diags.syntax(errors::OPTION_SYNTAX, error);
                return budget;
            }
        };
        if items.is_empty() {
            diags.error(
                errors::AMOUNT,
                span,
                "`budget` names nothing",
                "write an amount, such as `budget(vram = \"8GiB\")`",
            );
        }
        for Setting { name, value, .. } in items {
            let text = name.to_string();
            let given =
                (text == "vram" && budget.vram.is_some()) || (text == "cost" && budget.cost.is_some());
            if given {
                diags.error(
                    errors::DOUBLED_OPTION,
                    name.span(),
                    format!("`{text}` is given twice"),
                    "remove one of them",
                );
                continue;
            }
            match (text.as_str(), value) {
                ("vram", Some(value)) => match bytes(&value.value()) {
                    Some(bytes) => budget.vram = Some((bytes, value)),
                    None => {
                        let message = format!("`{}` is no amount of memory", value.value());
                        let help = match in_other_case(&value.value()) {
                            Some(amount) => format!("write `\"{amount}\"`"),
                            None => "write a number with `MiB` or `GiB`, such as `\"8GiB\"`".to_owned(),
                        };
                        diags.error(errors::AMOUNT, value.span(), message, help);
                    }
                },
                ("cost", Some(value)) => match money(&value.value()) {
                    Some((nanos, currency)) => budget.cost = Some((nanos, currency, value)),
                    None => {
                        let message = format!("`{}` is no amount of money", value.value());
                        let upper = value.value().trim().to_ascii_uppercase();
                        let help = match money(&upper) {
                            Some(_) => format!("write `\"{upper}\"`"),
                            None => {
                                "write a number and the code of a currency, such as `\"0.10 USD\"`".into()
                            }
                        };
                        diags.error(errors::AMOUNT, value.span(), message, help);
                    }
                },
                ("vram" | "cost", None) => {
                    let example = if text == "vram" { "8GiB" } else { "0.10 USD" };
                    diags.error(
                        errors::AMOUNT,
                        name.span(),
                        format!("`{text}` needs a value"),
                        format!("write an amount, such as `{text} = \"{example}\"`"),
                    );
                }
                _ => {
                    let help = names::suggest(&text, KNOWN);
                    diags.error(
                        errors::UNKNOWN_LIMIT,
                        name.span(),
                        format!("a budget has no `{text}`"),
                        help,
                    );
                }
            }
        }
        budget
    }
}

fn bytes(text: &str) -> Option<u64> {
    let (unit, factor) = UNITS.iter().find(|(unit, _)| text.ends_with(unit))?;
    let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some((number * factor) as u64)
}

/// `8GiB` of `8gib`.
fn in_other_case(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (unit, _) = UNITS.iter().find(|(unit, _)| lower.ends_with(&unit.to_ascii_lowercase()))?;
    let written = format!("{}{unit}", text[..text.len() - unit.len()].trim());
    bytes(&written).map(|_| written)
}

fn money(text: &str) -> Option<(u64, String)> {
    let (number, currency) = text.split_once(' ')?;
    let currency = currency.trim();
    let code = currency.len() == 3 && currency.chars().all(|letter| letter.is_ascii_uppercase());
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if !code || part.len() > 9 || !part.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<9}").parse().ok()?;
    Some((whole.checked_mul(1_000_000_000)?.checked_add(part)?, currency.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(bytes("8GiB"), Some(8 << 30));
        assert_eq!(bytes("1.5 MiB"), Some(1_572_864));
        assert_eq!((bytes("8"), bytes("GiB"), bytes("-1GiB")), (None, None, None));
        assert_eq!(money("0.10 USD"), Some((100_000_000, "USD".into())));
        assert_eq!(money("12 EUR"), Some((12_000_000_000, "EUR".into())));
        assert_eq!((money("0.1"), money("0.1 usd"), money("x USD")), (None, None, None));
    }
}
