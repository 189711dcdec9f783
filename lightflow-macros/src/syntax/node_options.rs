//! `#[node(retry = 3, timeout = "10s", ..)]`.

use lightflow_errors as errors;
use std::time::Duration;

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Lit, LitInt, LitStr, Token};

use super::setting::Setting;
use super::{Budget, Given, Need};
use crate::diag::Diagnostics;
use crate::names;

/// What a node says about how it runs.
#[derive(Debug, Default)]
pub struct NodeOptions {
    pub retry: u32,
    pub timeout: Option<Duration>,
    pub resource: Option<String>,
    pub volatile: bool,
    pub blocking: bool,
    pub inline: bool,
    pub id: Option<String>,
    pub needs: Vec<Need>,
    pub budget: Budget,
    /// Where each of them is.
    pub places: Vec<(String, Span)>,
}

const KNOWN: &[&str] = &[
    "blocking", "budget", "cache", "id", "inline", "needs", "resource", "retry", "timeout", "version",
    "volatile",
];

impl NodeOptions {
    pub fn parse(tokens: TokenStream, diags: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let parsed = match Punctuated::<Setting<Lit>, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(parsed) => parsed,
            Err(error) => {
                diags.syntax(errors::OPTION_SYNTAX, error);
                return options;
            }
        };
        let mut given = Given::default();
        let mut last = Span::call_site();
        for setting in parsed {
            let (says, with_equals) = (setting.given(), setting.with_equals());
            let Setting { name, value, list } = setting;
            let text = name.to_string();
            options.places.push((text.clone(), name.span()));
            if !given.is_new(&text, says, name.span(), diags) {
                continue;
            }
            match list {
                Some(list) => options.set_list(&name, &text, (list, with_equals), diags),
                None => options.set(&name, &text, value, diags),
            }
            if text == "blocking" || text == "inline" {
                last = name.span();
            }
        }
        if options.blocking && options.inline {
            diags.error(
                errors::OPTION_CLASH,
                last,
                "a node cannot be both `blocking` and `inline`",
                "keep `blocking` if it may take long",
            );
        }
        options
    }

    fn set_list(
        &mut self,
        name: &Ident,
        text: &str,
        (list, with_equals): (TokenStream, Option<String>),
        diags: &mut Diagnostics,
    ) {
        match text {
            "needs" => self.needs = Need::parse_all(list, name.span(), diags),
            "budget" => self.budget = Budget::parse(list, name.span(), diags),
            "blocking" | "cache" | "inline" | "volatile" => {
                let given = syn::parse2(list).ok();
                no_value(text, name.span(), given.as_ref(), diags);
            }
            "id" | "resource" | "retry" | "timeout" | "version" if let Some(written) = with_equals => {
                let message = format!("the value of `{text}` stands after `=`");
                diags.error(errors::OPTION_FORM, name.span(), message, format!("write `{written}`"));
            }
            _ => self.set(name, text, None, diags),
        }
    }

    fn set(&mut self, name: &Ident, text: &str, value: Option<Lit>, diags: &mut Diagnostics) {
        let flag = |diags: &mut Diagnostics| {
            if let Some(value) = &value {
                no_value(text, value.span(), Some(value), diags);
            }
        };
        match text {
            "retry" => match &value {
                Some(Lit::Int(count)) => self.retry = number(count, diags),
                _ => wrong(name, &value, "a number of further tries, such as `retry = 3`", diags),
            },
            "timeout" => match &value {
                Some(Lit::Str(time)) => self.timeout = duration(time, diags),
                _ => wrong(name, &value, "a time, such as `timeout = \"30s\"`", diags),
            },
            "resource" => match &value {
                Some(Lit::Str(resource)) => self.resource = Some(resource.value()),
                _ => wrong(name, &value, "a name, such as `resource = \"gpu\"`", diags),
            },
            "id" => match &value {
                Some(Lit::Str(id)) if !id.value().is_empty() => self.id = Some(id.value()),
                _ => wrong(name, &value, "a name, such as `id = \"pack/fit\"`", diags),
            },
            // It is part of the fingerprint, as all options are.
            "version" => {
                if !matches!(value, Some(Lit::Int(_) | Lit::Str(_))) {
                    wrong(name, &value, "a number that you count up, such as `version = 2`", diags);
                }
            }
            "volatile" => {
                flag(diags);
                self.volatile = true;
            }
            "cache" => flag(diags),
            "blocking" => {
                flag(diags);
                self.blocking = true;
            }
            "inline" => {
                flag(diags);
                self.inline = true;
            }
            "needs" => {
                let help = "write what the node needs, such as `needs(net)`";
                diags.error(errors::NO_NEED, name.span(), "`needs` needs a list", help);
            }
            "budget" => {
                diags.error(
                    errors::AMOUNT,
                    name.span(),
                    "`budget` needs amounts",
                    "write an amount, such as `budget(vram = \"2GiB\")`",
                );
            }
            _ => diags.error(
                errors::UNKNOWN_OPTION,
                name.span(),
                format!("a node has no option `{text}`"),
                names::suggest(text, KNOWN),
            ),
        }
    }
}

/// An option that stands alone; `false` says that it is not wanted.
fn no_value(text: &str, span: Span, given: Option<&Lit>, diags: &mut Diagnostics) {
    let wanted = !matches!(given, Some(Lit::Bool(given)) if !given.value);
    let help = match text {
        _ if wanted => format!("write `{text}` alone"),
        "cache" => "write `volatile` alone".to_owned(),
        _ => "remove it".to_owned(),
    };
    diags.error(errors::OPTION_FORM, span, format!("`{text}` takes no value"), help);
}

fn wrong(name: &Ident, value: &Option<Lit>, wanted: &str, diags: &mut Diagnostics) {
    let span = value.as_ref().map_or(name.span(), Lit::span);
    let help = match value {
        Some(Lit::Str(text)) if name == "retry" && text.value().parse::<u32>().is_ok() => {
            format!("write `{}`", text.value())
        }
        _ => String::new(),
    };
    diags.error(errors::OPTION_FORM, span, format!("`{name}` needs {wanted}"), help);
}

fn number(literal: &LitInt, diags: &mut Diagnostics) -> u32 {
    literal.base10_parse().unwrap_or_else(|_| {
        diags.error(
            errors::TOO_MANY_TRIES,
            literal.span(),
            "the number of tries is too large",
            "write a number below 100",
        );
        0
    })
}

/// `250ms`, `30s`, `5m`, `1h`.
fn duration(literal: &LitStr, diags: &mut Diagnostics) -> Option<Duration> {
    let text = literal.value();
    let split = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let millis = match unit {
        "ms" => Some(1.0),
        "s" => Some(1e3),
        "m" => Some(60e3),
        "h" => Some(3600e3),
        _ => None,
    };
    match (number.trim().parse::<f64>(), millis) {
        (Ok(number), Some(millis)) if number > 0.0 && number.is_finite() => {
            Some(Duration::from_micros((number * millis * 1e3) as u64))
        }
        _ => {
            let message = format!("`{text}` is no time");
            let meant = short_unit(unit.trim()).filter(|_| number.trim().parse::<f64>().is_ok());
            let help = match meant {
                Some(unit) => format!("write `\"{}{unit}\"`", number.trim()),
                None => "write a number with `ms`, `s`, `m` or `h`, such as `\"30s\"`".to_owned(),
            };
            diags.error(errors::NOT_A_TIME, literal.span(), message, help);
            None
        }
    }
}

/// Units in full, as people write them.
fn short_unit(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "msec" | "millis" | "millisecond" | "milliseconds" => "ms",
        "sec" | "secs" | "second" | "seconds" => "s",
        "min" | "mins" | "minute" | "minutes" => "m",
        "hr" | "hrs" | "hour" | "hours" => "h",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (NodeOptions, Vec<String>) {
        let mut diags = Diagnostics::default();
        let options = NodeOptions::parse(text.parse().unwrap(), &mut diags);
        let texts = diags.texts().into_iter().map(str::to_owned).collect();
        (options, texts)
    }

    #[test]
    fn options_are_read() {
        let (options, errors) = parse("retry = 3, timeout = \"1.5s\", resource = \"gpu\", volatile");
        assert!(errors.is_empty());
        assert_eq!((options.retry, options.timeout), (3, Some(Duration::from_millis(1500))));
        assert_eq!((options.resource.as_deref(), options.volatile), (Some("gpu"), true));
    }

    #[test]
    fn every_mistake_is_named() {
        let (_, errors) = parse("cahce, timeout = 5, retry = 2, retry = 3");
        assert_eq!(
            errors,
            [
                "a node has no option `cahce`\nhelp: write `cache`",
                "`timeout` needs a time, such as `timeout = \"30s\"`",
                "the option `retry` is given twice\nhelp: remove one of them",
            ]
        );
    }
}
