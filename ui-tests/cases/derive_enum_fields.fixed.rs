//! `#[derive(Port)]` on an enum with fields.

use lightflow::prelude::*;

/// What stands behind a subject.
#[derive(Port)]
enum Background {
    Plain,
    Photo,
}

fn main() {}
