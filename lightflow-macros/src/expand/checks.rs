//! Checks that stand beside a graph, and fail to compile where a user's token is wrong.
//!
//! rustc takes longer for a constant than for what is in it, and shows the first mistake of each. So there are as many
//! constants as mistakes that are worth reading at once, and checks that stand near each other are in different ones.

use proc_macro2::TokenStream;
use quote::quote;

/// How many mistakes of a graph are shown at once.
const CONSTANTS: usize = 32;

/// Checks of one graph.
#[derive(Default)]
pub struct Checks(Vec<TokenStream>);

impl Checks {
    /// A call that fails, where it stands, if something is wrong.
    pub fn push(&mut self, check: TokenStream) {
        self.0.push(check);
    }

    /// The constants; `around` writes what a constant is of its checks.
    pub fn into_tokens(self, around: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
        let constants = (0..CONSTANTS.min(self.0.len())).map(|first| {
            let checks = self.0.iter().skip(first).step_by(CONSTANTS);
            let checks = around(quote!(#(#checks;)*));
            quote! {
                #[allow(elided_lifetimes_in_paths)]
                const _: () = { #checks };
            }
        });
        constants.collect()
    }
}
