//! Syntax to graph: a workflow's statements become wires and steps.
//!
//! Names are resolved here; types are not looked at. Every refusal names what to write instead, and lowering goes on
//! after it, so that all mistakes of a workflow are found at once.

mod branch;
mod call;
mod expr;
mod map;
mod own;
mod pattern;
mod refuse;
mod scope;
mod stmt;
mod written;

use proc_macro2::Span;
use quote::{ToTokens as _, quote};
use syn::Block;

use crate::diag::Diagnostics;
use crate::model::{Argument, Body, Mode, Wire, WireTy};
use crate::syntax::{Function, Passing};

pub use map::{collect, item_of};
pub use pattern::{bound, unbound};
pub use scope::Lower;

/// A body as a graph, with what is beside it in a body with mistakes.
pub struct Lowered {
    pub body: Body,
    /// Items that are refused: what names them is checked all the same.
    pub items: Vec<syn::Item>,
    /// Names that nothing defines, where a graph hangs on what they are: rustc refuses them.
    pub unknown: Vec<Argument>,
}

/// Lowers the body of a composition or workflow.
pub fn lower(function: &Function, diags: &mut Diagnostics) -> Lowered {
    let mut lower = Lower::new(diags, function.name.to_string());
    lower.open(&function.item.block.stmts);
    lower.level().wanted = Some(function.output.clone());
    for param in &function.params {
        let (ty, lent) = (&param.owned, &param.ty);
        let wire = Wire {
            name: param.name.to_string(),
            span: param.name.span(),
            ty: match param.passing {
                Passing::Borrow => WireTy::Borrowed { lent: quote!(#lent), owned: quote!(#ty) },
                Passing::Value => WireTy::Named(quote!(#ty)),
            },
            mode: if param.passing == Passing::Borrow { Mode::Lent } else { Mode::Owned },
            from: None,
            copy: is_copy(ty),
            poisoned: false,
            variable: true,
        };
        lower.param(wire);
    }
    function.dropped.iter().for_each(|name| lower.define_poisoned(name));
    lower.block(&function.item.block, true);
    let body = lower.close(function.name.to_string(), function.output_span());
    let Lower { items, unknown, .. } = lower;
    Lowered { body, items, unknown }
}

/// A type that is passed on for free, as far as its name tells.
pub fn is_copy(ty: &syn::Type) -> bool {
    const COPY: [&str; 17] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
        "bool", "char", "()",
    ];
    COPY.contains(&ty.to_token_stream().to_string().as_str())
}

/// The text of code, as a person would write it on one line.
pub fn text_of(tokens: &impl quote::ToTokens) -> String {
    let raw = tokens.to_token_stream().to_string();
    let mut text = String::with_capacity(raw.len());
    for word in raw.split_whitespace() {
        let glued = text.is_empty()
            || matches!(word.chars().next(), Some('.' | ',' | ';' | ')' | ']' | '?' | ':' | '(' | '['))
            || text.ends_with(['(', '[', '.', '&', '!', '*', ':']) && !word.starts_with('{');
        if !glued {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// The text of a type: `Vec<(Image, u32)>`.
pub fn text_of_type(ty: &syn::Type) -> String {
    let text = text_of(ty);
    let text = text.replace(" <", "<").replace("< ", "<").replace(" >", ">");
    let text = text.replace(">,", ">, ").replace(",  ", ", ");
    // People write what the prelude of Rust or ours brings.
    ["::std::string::", "::std::path::", "::std::vec::", "::lightflow::"]
        .iter()
        .fold(text, |text, path| text.replace(path, ""))
}

/// The first token of a block's end, to blame a missing value on.
fn end_of(block: &Block) -> Span {
    block.brace_token.span.close()
}
