//! `#[derive(Port)]` with a borrowed field.

use lightflow::prelude::*;

/// A name.
#[derive(Port)]
struct Name {
    text: &'static str,
}

fn main() {}
