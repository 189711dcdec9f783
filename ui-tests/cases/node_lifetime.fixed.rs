//! A node with a lifetime.

use lightflow::prelude::*;

/// Takes the name of a file.
#[node]
fn stem(path: &str) -> String {
    path.trim_end_matches(".png").to_owned()
}

fn main() {}
