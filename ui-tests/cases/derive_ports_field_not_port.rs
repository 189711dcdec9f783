//! `#[derive(Ports)]` with an output that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// What is known of a picture.
#[derive(Ports)]
struct Report {
    title: String,
    bins: Histogram,
}

fn main() {}
