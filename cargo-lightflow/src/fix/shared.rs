//! An `Rc` that an async node holds while it waits: an `Arc`, which does the same for several threads.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::bytes;

/// Every `std::rc::Rc` of the function, where the value inside may go to another thread.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::NOT_SEND {
        return None;
    }
    let labels: Vec<&str> = seen
        .error
        .children
        .iter()
        .flat_map(|child| &child.spans)
        .filter_map(|span| span.label.as_deref())
        .collect();
    let held: Vec<&str> = labels
        .iter()
        .filter_map(|label| label.strip_prefix("has type `")?.strip_suffix("` which is not `Send`"))
        .collect();
    let [held] = held[..] else { return None };
    let inside = held.strip_prefix("Rc<")?.strip_suffix('>')?;
    let plain = matches!(
        inside,
        "u8" | "u16"
            | "u32"
            | "u64"
            | "usize"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "isize"
            | "f32"
            | "f64"
            | "bool"
            | "char"
            | "String"
            | "str"
            | "PathBuf"
    );
    struct Paths {
        found: Vec<std::ops::Range<usize>>,
        imported: bool,
    }
    impl Visit<'_> for Paths {
        fn visit_path(&mut self, path: &syn::Path) {
            let segments: Vec<_> = path.segments.iter().collect();
            if let [std, rc, name, ..] = segments[..]
                && (std.ident == "std" && rc.ident == "rc" && name.ident == "Rc")
            {
                self.found.push(bytes(&std.ident).start..bytes(&name.ident).end);
            } else {
                // It may come from somewhere else, and be shared with another function.
                self.imported |= segments.iter().any(|segment| segment.ident == "Rc");
            }
            visit::visit_path(self, path);
        }
    }
    let mut paths = Paths { found: Vec::new(), imported: false };
    paths.visit_block(&seen.place?.function.as_ref()?.block);
    if !plain || paths.imported || paths.found.is_empty() {
        return None;
    }
    Some(paths.found.into_iter().map(|range| replace(seen, range, "std::sync::Arc")).collect())
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn repaired(held: &str, body: &str) -> Option<String> {
        let text = format!("#[node] async fn f(n: u32) -> u32 {{ {body} }}");
        let label = format!("has type `{held}` which is not `Send`");
        Mistaken::new(&text, "future cannot be sent between threads safely")
            .at("f(")
            .token(1)
            .note(&label)
            .repaired()
    }

    #[test]
    fn what_is_counted_on_one_thread_is_counted_on_all() {
        let text = repaired("Rc<u32>", "let n = std::rc::Rc::new(n); wait().await; *n").unwrap();
        assert_eq!(
            text,
            "#[node] async fn f(n: u32) -> u32 { let n = std::sync::Arc::new(n); wait().await; *n }"
        );
    }

    #[test]
    fn what_stays_on_one_thread_otherwise_is_left() {
        let body = "let n = std::rc::Rc::new(std::cell::Cell::new(n)); wait().await; n.get()";
        assert_eq!(repaired("Rc<Cell<u32>>", body), None);
        assert_eq!(repaired("Rc<u32>", "let n = Rc::new(n); wait().await; *n"), None, "of an import");
        assert_eq!(repaired("MutexGuard<u32>", "let n = lock(); wait().await; *n"), None);
    }
}
