//! A number in quotes, in the plain Rust of a node.

use super::{Edit, replace};
use crate::diagnose::Seen;

/// `width * "2"`: nothing but the number can be meant where texts have no such operator.
pub fn repair(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let message = &seen.error.message;
    let operators = [("*", "cannot multiply `", "` by `&str`"), ("/", "cannot divide `", "` by `&str`")];
    let (_, head, tail) = operators.iter().find(|(operator, ..)| seen.token() == *operator)?;
    let ty = message.strip_prefix(head)?.strip_suffix(tail)?;
    let start = seen.file.start_after(seen.range.end);
    let inner = seen.file.text[start..].strip_prefix('"')?.split_once('"')?.0;
    let fits = super::values::is_literal_of(inner, ty);
    (fits && seen.code() == "E0277").then(|| vec![replace(seen, start..start + inner.len() + 2, inner)])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(body: &str, message: &str, operator: &str) -> Option<String> {
        let text = format!("#[node] fn f(n: u32) -> u32 {{ {body} }}");
        Mistaken::new(&text, message).code("E0277").at(operator).repaired()
    }

    #[test]
    fn a_number_that_is_multiplied_by_a_text_of_one() {
        let text = repaired("n * \"2\"", "cannot multiply `u32` by `&str`", "*").unwrap();
        assert_eq!(text, "#[node] fn f(n: u32) -> u32 { n * 2 }");
    }

    #[test]
    fn what_may_be_a_text_is_left() {
        assert_eq!(repaired("n + \"2\"", "cannot add `&str` to `u32`", "+"), None, "they may be joined");
        assert_eq!(repaired("n * \"two\"", "cannot multiply `u32` by `&str`", "*"), None);
        assert_eq!(repaired("n * \"-2\"", "cannot multiply `u32` by `&str`", "*"), None);
        assert_eq!(repaired("n * text", "cannot multiply `u32` by `&str`", "*"), None);
    }
}
