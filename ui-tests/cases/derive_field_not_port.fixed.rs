//! `#[derive(Port)]` with a field that is no port.

use lightflow::prelude::*;

/// What is known of a picture.
#[derive(Port)]
struct Report {
    title: String,
    bins: Vec<u32>,
}

fn main() {}
