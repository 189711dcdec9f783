//! Collects what is wrong, so that all mistakes are reported at once.

use lightflow_errors::Mistake;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The mistakes found in one item.
#[derive(Debug, Default)]
pub struct Diagnostics {
    errors: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    mistake: Mistake,
    span: Span,
    text: String,
}

impl Diagnostics {
    /// Reports a mistake at a token, with the one thing to do.
    pub fn error(&mut self, mistake: Mistake, span: Span, message: impl Into<String>, help: impl AsRef<str>) {
        let mut text = message.into();
        if !help.as_ref().is_empty() {
            text.push_str("\nhelp: ");
            text.push_str(help.as_ref());
        }
        self.errors.push(Found { mistake, span, text });
    }

    /// Reports what the parser says.
    pub fn syntax(&mut self, mistake: Mistake, error: syn::Error) {
        for error in error {
            self.errors.push(Found { mistake, span: error.span(), text: error.to_string() });
        }
    }

    /// How many mistakes there are so far.
    pub fn count(&self) -> usize {
        self.errors.len()
    }

    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors in expression position: at item level, they would hide other errors of the module.
    ///
    /// The last line is the code, for `explain`.
    pub fn into_tokens(self) -> TokenStream {
        let errors = self.errors.into_iter().map(|Found { mistake, span, text }| {
            let text = format!("{text}\ncode: {}", mistake.code);
            quote_spanned! { span => const _: () = { ::core::compile_error!(#text); }; }
        });
        errors.collect()
    }

    #[cfg(test)]
    pub fn texts(&self) -> Vec<&str> {
        self.errors.iter().map(|found| found.text.as_str()).collect()
    }
}
