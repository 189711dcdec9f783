//! `#[derive(Port)]` on a generic type.

use lightflow::prelude::*;

/// Two of a kind.
#[derive(Port)]
struct Pair<T> {
    first: T,
    second: T,
}

fn main() {}
