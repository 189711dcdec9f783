//! The two types of a mismatch, read from rustc's label.

use cargo_metadata::diagnostic::Diagnostic;

/// What was expected and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types {
    /// What the reader takes.
    pub expected: String,
    /// What the value is.
    pub found: String,
}

impl Types {
    /// The types of an error, if it is about two.
    pub fn of(error: &Diagnostic) -> Option<Self> {
        let label = error.spans.iter().find(|span| span.is_primary)?.label.as_deref()?;
        Self::read(label)
    }

    /// ``expected `Image`, found `Latent` ``; `` found integer `` has no backticks.
    fn read(label: &str) -> Option<Self> {
        let (expected, found) = label.strip_prefix("expected ")?.split_once(", found ")?;
        let bare = |text: &str| text.trim_matches('`').to_owned();
        Some(Self { expected: bare(expected), found: bare(found) })
    }

    /// What is found and what is expected, without `&`.
    pub fn bare(&self) -> (&str, &str) {
        (self.found.trim_start_matches('&'), self.expected.trim_start_matches('&'))
    }

    /// `&T` is found where `T` is wanted.
    pub fn superfluous_borrow(&self) -> bool {
        self.found.strip_prefix('&').is_some_and(|found| found == self.expected)
    }

    /// `T` is found where `&T` is wanted.
    pub fn missing_borrow(&self) -> bool {
        let Some(expected) = self.expected.strip_prefix('&') else { return false };
        expected == self.found
            || matches!((expected, self.found.as_str()), ("str", "String") | ("Path", "PathBuf"))
            || expected
                .strip_prefix('[')
                .and_then(|item| item.strip_suffix(']'))
                .is_some_and(|item| self.found == format!("Vec<{item}>"))
    }

    /// One type of two families: `Latent<Sd15>` for `Latent<Flux>`.
    pub fn other_family(&self) -> bool {
        let (mut found, mut expected) = self.bare();
        loop {
            let (Some((outer, of)), Some((other, wanted))) = (argument(found), argument(expected)) else {
                return false;
            };
            if outer != other {
                return false;
            }
            // A list of them, or one that may be absent.
            if !matches!(outer, "Vec" | "Option" | "Box" | "Arc") {
                return of != wanted;
            }
            (found, expected) = (of, wanted);
        }
    }

    /// The value has what is wanted inside: `Option<T>` for `T`.
    pub fn inside(&self, outer: &str) -> bool {
        let inner = self.found.trim_start_matches('&').strip_prefix(outer);
        let inner = inner.and_then(|inner| inner.strip_prefix('<')?.strip_suffix('>'));
        inner.is_some_and(|inner| inner == self.expected.trim_start_matches('&'))
    }
}

/// `Latent` and `Flux` of `Latent<Flux>`, which has one parameter.
fn argument(ty: &str) -> Option<(&str, &str)> {
    let (outer, rest) = ty.split_once('<')?;
    let inside = rest.strip_suffix('>')?;
    (!inside.contains(',')).then_some((outer.rsplit("::").next()?, inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str) -> Types {
        Types::read(label).unwrap()
    }

    #[test]
    fn labels_are_read() {
        let types = read("expected `f32`, found integer");
        assert_eq!((types.expected.as_str(), types.found.as_str()), ("f32", "integer"));
        assert!(read("expected `Image`, found `&Image`").superfluous_borrow());
        assert!(read("expected `&Image`, found `Image`").missing_borrow());
        assert!(read("expected `&[Image]`, found `Vec<Image>`").missing_borrow());
        assert!(read("expected `Image`, found `Option<Image>`").inside("Option"));
        assert!(!read("expected `Image`, found `Vec<Latent>`").inside("Vec"));
        assert!(read("expected `&Latent<Flux>`, found `Latent<Sd15>`").other_family());
        assert!(read("expected `Vec<Latent<Flux>>`, found `Vec<Latent<Sd15>>`").other_family());
        assert!(!read("expected `Vec<Image>`, found `Vec<Latent>`").other_family());
        assert_eq!(Types::read("not found in this scope"), None);
    }
}
