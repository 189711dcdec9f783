//! A function that is no Rust: rustc has said so, and reads what stands here instead.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The item without what only the macros understand: attributes of parameters, which rustc would refuse one by one.
pub fn unreadable(item: TokenStream) -> TokenStream {
    let mut before = [None, None];
    let tokens = item.into_iter().map(|token| {
        let is_head = matches!(&before, [Some(keyword), Some(_)] if keyword == "fn");
        let token = match token {
            // A group that is made anew loses the places of its brackets.
            TokenTree::Group(group)
                if is_head && group.delimiter() == Delimiter::Parenthesis && has_attributes(&group) =>
            {
                let mut bare = Group::new(Delimiter::Parenthesis, without_attributes(group.stream()));
                bare.set_span(group.span());
                TokenTree::Group(bare)
            }
            other => other,
        };
        let [_, last] = std::mem::take(&mut before);
        before = [last, Some(token.to_string())];
        token
    });
    tokens.collect()
}

fn has_attributes(group: &Group) -> bool {
    let mut tokens = group.stream().into_iter();
    tokens.any(|token| matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#'))
}

fn without_attributes(parameters: TokenStream) -> TokenStream {
    let mut tokens = parameters.into_iter().peekable();
    let mut kept = Vec::new();
    while let Some(token) = tokens.next() {
        let hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        let brackets = |next: &TokenTree| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
        if hash && tokens.peek().is_some_and(brackets) {
            tokens.next();
        } else {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attributes_of_parameters_go() {
        let item =
            "#[cold] fn f(#[doc = \" Text.\"] #[port(default = 1)] side: [u32; 2]) { let x = 1 f(#[a] 2) }";
        let bare = "#[cold] fn f(side: [u32; 2]) { let x = 1 f(#[a] 2) }";
        let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
        assert_eq!(unreadable(tokens(item)).to_string(), tokens(bare).to_string());
    }
}
