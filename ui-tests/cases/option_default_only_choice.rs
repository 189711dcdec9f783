//! A default that is not the only choice.

use lightflow::prelude::*;

/// Repeats a word.
#[node]
fn twice(#[port(default = "medium", choices = ["large"])] word: String) -> String {
    word.repeat(2)
}

fn main() {}
