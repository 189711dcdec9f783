//! `#[derive(Ports)]` with an output that is no port.

use lightflow::prelude::*;

/// What is known of a picture.
#[derive(Ports)]
struct Report {
    title: String,
    bins: Vec<u32>,
}

fn main() {}
