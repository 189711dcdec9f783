//! `#[derive(Port)]` with a field that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// What is known of a picture.
#[derive(Port)]
struct Report {
    title: String,
    bins: Histogram,
}

fn main() {}
