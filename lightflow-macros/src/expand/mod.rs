//! Declarations and graphs to Rust.

mod argument;
mod body;
mod checks;
mod contract;
mod derive_port;
mod derive_ports;
mod graph;
mod limits;
mod model;
mod node;
mod policy;
mod row;
mod spec;
mod step;
#[cfg(test)]
mod tests;
mod unreadable;

use proc_macro2::TokenStream;
use quote::quote;

pub use derive_port::port;
pub use derive_ports::ports;
pub use graph::{GraphKind, graph};
pub use model::model;
pub use node::node;

/// The names that generated code uses, in a scope of its own.
fn scoped(content: &TokenStream) -> TokenStream {
    quote! {
        #[allow(
            clippy::all, clippy::pedantic, clippy::restriction, clippy::nursery, non_upper_case_globals, non_local_definitions,
            non_camel_case_types, unused, missing_docs, unreachable_code, single_use_lifetimes, elided_lifetimes_in_paths,
            unused_qualifications, unused_results, long_running_const_eval, trivial_casts, trivial_numeric_casts
        )]
        const _: () = {
            use ::lightflow::__private as __lf;
            #content
        };
    }
}

/// The item as it was, with the errors: what uses it has something to hold on to.
fn fallback(item: &TokenStream, error: syn::Error) -> TokenStream {
    let mut diags = crate::diag::Diagnostics::default();
    diags.syntax(lightflow_errors::NOT_A_FUNCTION, error);
    let errors = diags.into_tokens();
    quote!(#item #errors)
}
