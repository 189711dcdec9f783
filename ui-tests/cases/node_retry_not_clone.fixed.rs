//! A node with `retry` takes a value that cannot be cloned.

use lightflow::prelude::*;
use ui_tests::*;

/// Runs a model.
#[node(retry = 2)]
fn run(model: &Model) -> u32 {
    model.scale
}

fn main() {}
