//! `#[derive(Port)]` on a generic type.

use lightflow::prelude::*;

/// Two of a kind.
#[derive(Port)]
struct Pair {
    first: u32,
    second: u32,
}

fn main() {}
