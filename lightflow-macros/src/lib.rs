//! The attributes of LightFlow. Use them through the `lightflow` crate, which documents them.
//!
//! Tokens become `syntax`, syntax becomes a `model` by way of `lower`, and `expand` writes Rust that holds the
//! user's own tokens for rustc to check. Each entry is a pure function of its tokens.

mod diag;
mod expand;
mod fingerprint;
mod lower;
mod model;
mod names;
mod syntax;

use proc_macro::TokenStream;

/// Makes a function a node.
#[proc_macro_attribute]
pub fn node(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::node(options.into(), item.into()).into()
}

/// Makes a function a reusable sub-graph.
#[proc_macro_attribute]
pub fn composition(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::graph(options.into(), item.into(), expand::GraphKind::Composition).into()
}

/// Makes a function a graph that can be run.
#[proc_macro_attribute]
pub fn workflow(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::graph(options.into(), item.into(), expand::GraphKind::Workflow).into()
}

/// Makes a struct stand for the files of a model.
#[proc_macro_attribute]
pub fn model(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::model(options.into(), item.into()).into()
}

/// Makes a struct or enum a port type, with a schema and a codec.
#[proc_macro_derive(Port, attributes(port))]
pub fn port(item: TokenStream) -> TokenStream {
    expand::port(item.into()).into()
}

/// Makes a struct the outputs of a node: a port type whose fields are outputs of their own.
#[proc_macro_derive(Ports, attributes(port))]
pub fn ports(item: TokenStream) -> TokenStream {
    expand::ports(item.into()).into()
}
