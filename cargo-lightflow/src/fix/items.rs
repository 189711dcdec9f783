//! Repairs of whole items: a method that is no method, and a model that is a function.

use lightflow_errors::{self as errors, Mistake};
use syn::{File, ImplItem, Item, ItemImpl, ReturnType};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::bytes;

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake == errors::SELF_PARAMETER {
        free_function(seen)
    } else if mistake == errors::NOT_A_FUNCTION {
        model_struct(seen)
    } else {
        None
    }
}

/// The only method of an `impl`, which does not use `self`: a function of its own.
fn free_function(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let syntax = seen.file.syntax()?;
    let of = syntax.items.iter().find_map(|item| match item {
        Item::Impl(it) if crate::source::holds(&bytes(it), &seen.range) => Some(it),
        _ => None,
    })?;
    let [ImplItem::Fn(method)] = of.items.as_slice() else { return None };
    if of.trait_.is_some() || !of.generics.params.is_empty() || !of.attrs.is_empty() {
        return None;
    }
    let own = bytes(method);
    let head = method.sig.inputs.first().filter(|input| matches!(input, syn::FnArg::Receiver(_)))?;
    let text = seen.file.slice(&own);
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    if words.filter(|word| matches!(*word, "self" | "Self")).count() != 1 {
        return None;
    }
    let receiver = bytes(head);
    let after = match method.sig.inputs.iter().nth(1) {
        Some(next) => bytes(next).start,
        None => receiver.end,
    };
    let without =
        format!("{}{}", seen.file.slice(&(own.start..receiver.start)), seen.file.slice(&(after..own.end)));
    // A text over several lines would lose what stands in front of them.
    if without.contains("\"\\") || without.contains("r\"") || without.contains("r#") {
        return None;
    }
    let indent = super::values::indent(seen, own.start).to_owned();
    let free = without.replace(&format!("\n{indent}"), "\n");
    let all = bytes(of);
    let start = unit_struct_of(syntax, of, &seen.file.text).unwrap_or(all.start);
    Some(vec![replace(seen, start..all.end, free)])
}

/// The start of `struct Scaler;` right above its `impl`, if nothing else of the file names it and no other can.
fn unit_struct_of(syntax: &File, of: &ItemImpl, text: &str) -> Option<usize> {
    let syn::Type::Path(path) = &*of.self_ty else { return None };
    let name = path.path.get_ident()?;
    let index =
        syntax.items.iter().position(|item| matches!(item, Item::Impl(it) if bytes(it) == bytes(of)))?;
    let Item::Struct(it) = syntax.items.get(index.checked_sub(1)?)? else { return None };
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let modules = syntax.items.iter().any(|item| matches!(item, Item::Mod(it) if it.content.is_none()));
    let alone = words.filter(|word| name == word).count() == 2 && !modules;
    let bare = matches!(it.vis, syn::Visibility::Inherited) && it.attrs.is_empty() && it.fields.is_empty();
    (alone && bare && it.ident == *name).then(|| bytes(it).start)
}

/// `pub fn tagger() {}` below `#[model(..)]`: `pub struct Tagger;`.
fn model_struct(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    if !seen.error.message.starts_with("a model is a struct") {
        return None;
    }
    let function = seen.file.syntax()?.items.iter().find_map(|item| match item {
        Item::Fn(it) if crate::source::holds(&bytes(it), &seen.range) => Some(it),
        _ => None,
    })?;
    let (head, name) = (&function.sig, function.sig.ident.to_string());
    let words = seen.file.text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let empty = head.inputs.is_empty()
        && head.generics.params.is_empty()
        && matches!(head.output, ReturnType::Default)
        && head.asyncness.is_none()
        && seen.file.slice(&bytes(&function.block)) == "{}";
    let camel: String = name.split('_').map(capital).collect();
    let free = !words.clone().any(|word| word == camel);
    (empty && free && words.filter(|word| *word == name).count() == 1).then(|| {
        vec![replace(seen, bytes(&head.fn_token).start..bytes(function).end, format!("struct {camel};"))]
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn freed(text: &str) -> Option<String> {
        let message = "a node takes no `self`\nhelp: make the node a free function\ncode: LF0103";
        Mistaken::new(text, message).at("&self").token(1).repaired()
    }

    #[test]
    fn a_method_without_a_use_of_self_is_a_function() {
        let method =
            "impl Scaler {\n    #[node]\n    fn widen(&self, width: u32) -> u32 {\n        width\n    }\n}";
        let function = "#[node]\nfn widen(width: u32) -> u32 {\n    width\n}";
        assert_eq!(freed(&format!("struct Scaler;\n\n{method}")).as_deref(), Some(function));
        let kept = "pub struct Scaler;\n\n";
        assert_eq!(
            freed(&format!("{kept}{method}")),
            Some(format!("{kept}{function}")),
            "others may name it"
        );
    }

    #[test]
    fn a_method_that_may_mean_its_value_is_left() {
        assert_eq!(freed("impl S { #[node] fn f(&self) -> u32 { self.n } }"), None);
        assert_eq!(freed("impl S { #[node] fn f(&self) -> u32 { Self::N } }"), None);
        assert_eq!(freed("impl S { #[node] fn f(&self) -> u32 { 1 } fn g() {} }"), None);
        assert_eq!(freed("impl T for S { #[node] fn f(&self) -> u32 { 1 } }"), None);
    }

    fn model(text: &str) -> Option<String> {
        let message = "a model is a struct\nhelp: write it above a struct\ncode: LF0101";
        Mistaken::new(text, message).at_last("fn").repaired()
    }

    #[test]
    fn an_empty_function_below_a_model_is_its_struct() {
        assert_eq!(
            model("#[model()] pub fn small_tagger() {}").as_deref(),
            Some("#[model()] pub struct SmallTagger;")
        );
        assert_eq!(model("#[model()] pub fn tagger() { load() }"), None, "it does something");
        assert_eq!(model("fn f() { tagger() } #[model()] pub fn tagger() {}"), None, "it is called");
        assert_eq!(model("#[model()] fn tagger(path: String) {}"), None);
    }
}
