//! What targets share: inputs to begin with, and panics that a node catches.

mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::process::abort;
use std::sync::{Mutex, PoisonError};

/// Code of ours: a panic there is a find, also where it is caught.
const OURS: [&str; 2] = ["lightflow-std/src/", "fuzz_targets/"];

/// The last panic of another crate, to be shown if nobody catches it.
static LAST: Mutex<String> = Mutex::new(String::new());

pub use seeds::{begin_with, pictures, sounds};

/// Leaves panics of other crates to the node; to be called once, when the target begins.
///
/// libFuzzer's hook ends the process at any panic, before a node can catch it. What the node makes its error of is no find, and would
/// hide what is one.
pub fn leave_panics_to_the_node() {
    let ends = take_hook();
    set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |location| location.file());
        if OURS.iter().any(|ours| file.contains(ours)) {
            ends(panic);
        }
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
}

/// Runs a decoder that catches panics: one that comes through is a find.
pub fn catches_panics<T>(decode: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| {
        eprintln!("the node did not catch: {}", LAST.lock().unwrap_or_else(PoisonError::into_inner));
        abort()
    })
}
