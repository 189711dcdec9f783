//! The identity of code: a hash of tokens, which formatting and comments do not change.

use std::hash::Hasher as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use siphasher::sip128::{Hasher128 as _, SipHasher24};

/// SipHash-2-4-128 (Aumasson, Bernstein, 2012) of the tokens, doc comments left out.
pub fn fingerprint(tokens: TokenStream) -> u128 {
    let mut hasher = SipHasher24::new();
    feed(tokens, &mut hasher);
    hasher.finish128().as_u128()
}

fn feed(tokens: TokenStream, hasher: &mut SipHasher24) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' && is_doc(tokens.peek()) => {
                tokens.next();
            }
            TokenTree::Group(group) => {
                hasher.write_u8(match group.delimiter() {
                    Delimiter::Parenthesis => b'(',
                    Delimiter::Brace => b'{',
                    Delimiter::Bracket => b'[',
                    Delimiter::None => b' ',
                });
                feed(group.stream(), hasher);
                hasher.write_u8(b')');
            }
            other => {
                let text = other.to_string();
                hasher.write_u64(text.len() as u64);
                hasher.write(text.as_bytes());
            }
        }
    }
}

fn is_doc(token: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u128 {
        fingerprint(text.parse().unwrap())
    }

    #[test]
    fn formatting_and_comments_do_not_change_it_and_code_does() {
        let one = of("fn f(a: u32) -> u32 { a + 1 }");
        assert_eq!(one, of("/// Doc.\nfn f( a:u32 )->u32{\n // why\n a+1 }"));
        assert_ne!(one, of("fn f(a: u32) -> u32 { a + 2 }"));
    }

    #[test]
    fn it_is_the_same_on_every_machine() {
        assert_eq!(of("fn f() {}"), 272_048_259_505_804_229_002_376_421_084_898_764_646);
    }
}
