//! `#[derive(Port)]` with a borrowed field.

use lightflow::prelude::*;

/// A name.
#[derive(Port)]
struct Name {
    text: String,
}

fn main() {}
