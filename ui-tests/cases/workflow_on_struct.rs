//! `#[workflow]` on a struct.

use lightflow::prelude::*;

#[workflow]
struct Picture {
    path: String,
}

fn main() {}
