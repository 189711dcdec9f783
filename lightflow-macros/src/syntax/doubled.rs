//! Options that are given twice.

use lightflow_errors as errors;
use proc_macro2::Span;

use crate::diag::Diagnostics;

/// The options that were read so far, each with its whole text.
#[derive(Default)]
pub struct Given(Vec<(String, String)>);

impl Given {
    /// Refuses an option that is there already: the second one goes if it says the same.
    pub fn is_new(&mut self, name: &str, text: String, span: Span, diags: &mut Diagnostics) -> bool {
        let other = self.0.iter().find(|(other, _)| other == name);
        if let Some((_, other)) = other {
            let help = if *other == text { "remove it" } else { "remove one of them" };
            diags.error(errors::DOUBLED_OPTION, span, format!("the option `{name}` is given twice"), help);
            return false;
        }
        self.0.push((name.to_owned(), text));
        true
    }

    /// Whether an option of this name was read.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }
}
