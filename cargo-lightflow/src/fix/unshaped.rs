//! A shape on what has none.

use lightflow_errors::{self as errors, Mistake};
use syn::Type;

use super::{Edit, remove};
use crate::diagnose::Seen;
use crate::source::bytes;

/// `shape(text: [n])` of a `String`, to which nobody can give a shape: the option goes.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    const OF_RUST: [&str; 15] = [
        "String", "PathBuf", "bool", "char", "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64",
        "f32", "f64",
    ];
    if mistake != errors::NO_SHAPE || !OF_RUST.contains(&seen.token()) {
        return None;
    }
    let function = seen.place?.function.as_ref()?;
    let parameter = function.sig.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(input) if matches!(&*input.ty, Type::Path(ty) if bytes(ty) == seen.range) => {
            Some(input)
        }
        _ => None,
    })?;
    let attribute = function
        .attrs
        .iter()
        .find(|attribute| crate::source::Kind::of(std::slice::from_ref(attribute)).is_some())?;
    let syn::Meta::List(list) = &attribute.meta else { return None };
    let inside = list.tokens.to_string().replace(' ', "");
    // Nothing but this one shape: what else is said may use its axes.
    let axes = inside.strip_prefix(&format!("shape({}:[", seen.file.slice(&bytes(&parameter.pat))))?;
    let axes = axes.strip_suffix("])")?;
    if axes.contains(['[', ']', '(', ')', ':', '>']) {
        return None;
    }
    let list = bytes(&list.path).end..list.delimiter.span().close().byte_range().end;
    Some(vec![remove(seen, list)])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(options: &str, ty: &str) -> Option<String> {
        let text = format!("#[node({options})] fn f(text: {ty}) -> Tensor {{}}");
        let message = format!("`{ty}` has no shape");
        Mistaken::new(&text, &message).code("E0277").at(ty).repaired()
    }

    #[test]
    fn the_shape_of_a_text_goes() {
        assert_eq!(
            repaired("shape(text: [n])", "String").as_deref(),
            Some("#[node] fn f(text: String) -> Tensor {}")
        );
    }

    #[test]
    fn what_may_get_a_shape_or_is_used_by_others_is_left() {
        assert_eq!(repaired("shape(text: [n])", "Tokens"), None, "its type may implement it");
        assert_eq!(
            repaired("shape(text: [n] -> [n, 768])", "String"),
            None,
            "the output is about the same axis"
        );
        assert_eq!(repaired("retry = 3, shape(text: [n])", "String"), None);
    }
}
