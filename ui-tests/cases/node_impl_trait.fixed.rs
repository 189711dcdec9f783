//! A node that takes any type with a trait.

use lightflow::prelude::*;

/// Writes a value as text.
#[node]
fn title(value: u32) -> String {
    value.to_string()
}

fn main() {}
