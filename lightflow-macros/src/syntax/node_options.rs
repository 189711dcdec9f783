//! `#[node(retry = 3, timeout = "10s", ..)]`.

use std::time::Duration;

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Lit, LitInt, LitStr, Token};

use super::setting::Setting;
use super::{Budget, Need};
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
}

const KNOWN: &[&str] =
    &["blocking", "budget", "cache", "id", "inline", "needs", "resource", "retry", "timeout", "volatile"];

impl NodeOptions {
    pub fn parse(tokens: TokenStream, diags: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let parsed = match Punctuated::<Setting<Lit>, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(parsed) => parsed,
            Err(error) => {
                diags.syntax(error);
                return options;
            }
        };
        let mut seen: Vec<String> = Vec::new();
        let mut last = Span::call_site();
        for Setting { name, value, list } in parsed {
            let text = name.to_string();
            if seen.contains(&text) {
                diags.error(name.span(), format!("the option `{text}` is given twice"), "remove one of them");
            }
            match list {
                Some(list) => options.set_list(&name, &text, list, diags),
                None => options.set(&name, &text, value, diags),
            }
            if text == "blocking" || text == "inline" {
                last = name.span();
            }
            seen.push(text);
        }
        if options.blocking && options.inline {
            diags.error(
                last,
                "a node cannot be both `blocking` and `inline`",
                "keep `blocking` if it may take long",
            );
        }
        options
    }

    fn set_list(&mut self, name: &Ident, text: &str, list: TokenStream, diags: &mut Diagnostics) {
        match text {
            "needs" => self.needs = Need::parse_all(list, name.span(), diags),
            "budget" => self.budget = Budget::parse(list, name.span(), diags),
            "blocking" | "cache" | "inline" | "volatile" => {
                diags.error(name.span(), format!("`{text}` takes no value"), format!("write `{text}` alone"));
            }
            _ => self.set(name, text, None, diags),
        }
    }

    fn set(&mut self, name: &Ident, text: &str, value: Option<Lit>, diags: &mut Diagnostics) {
        let flag = |diags: &mut Diagnostics| {
            if let Some(value) = &value {
                diags.error(
                    value.span(),
                    format!("`{text}` takes no value"),
                    format!("write `{text}` alone"),
                );
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
            "needs" => diags.error(name.span(), "`needs` needs a list", "write `needs(net)`"),
            "budget" => {
                diags.error(name.span(), "`budget` needs amounts", "write `budget(vram = \"2GiB\")`");
            }
            _ => diags.error(
                name.span(),
                format!("a node has no option `{text}`"),
                names::suggest(text, KNOWN),
            ),
        }
    }
}

fn wrong(name: &Ident, value: &Option<Lit>, wanted: &str, diags: &mut Diagnostics) {
    let span = value.as_ref().map_or(name.span(), Lit::span);
    diags.error(span, format!("`{name}` needs {wanted}"), "");
}

fn number(literal: &LitInt, diags: &mut Diagnostics) -> u32 {
    literal.base10_parse().unwrap_or_else(|_| {
        diags.error(literal.span(), "the number of tries is too large", "write a number below 100");
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
            diags.error(
                literal.span(),
                message,
                "write a number with `ms`, `s`, `m` or `h`, such as `\"30s\"`",
            );
            None
        }
    }
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
