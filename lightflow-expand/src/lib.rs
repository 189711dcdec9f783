//! What the attributes of LightFlow write, as a library.
//!
//! Nothing can be linked with a crate of procedural macros but the compiler, and their stable interface shows no
//! expansion. So this crate compiles the same modules once more: `macros` leads to the sources of `lightflow-macros`,
//! of which each entry is a pure function of its tokens.

#[path = "../macros/diag.rs"]
mod diag;
#[path = "../macros/expand/mod.rs"]
mod expand;
#[path = "../macros/fingerprint.rs"]
mod fingerprint;
#[path = "../macros/lower/mod.rs"]
mod lower;
#[path = "../macros/model/mod.rs"]
mod model;
#[path = "../macros/names.rs"]
mod names;
#[path = "../macros/syntax/mod.rs"]
mod syntax;

use proc_macro2::TokenStream;

/// What `#[node(options)]` makes of a function.
pub fn node(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::node(options, item)
}

/// What `#[composition(options)]` makes of a function.
pub fn composition(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::graph(options, item, expand::GraphKind::Composition)
}

/// What `#[workflow(options)]` makes of a function.
pub fn workflow(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::graph(options, item, expand::GraphKind::Workflow)
}

/// What `#[derive(Port)]` adds to a type.
pub fn port(item: TokenStream) -> TokenStream {
    expand::port(item)
}

/// What `#[derive(Ports)]` adds to a type.
pub fn ports(item: TokenStream) -> TokenStream {
    expand::ports(item)
}

/// What `#[model(options)]` makes of a struct.
pub fn model_asset(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::model(options, item)
}
