//! A workflow with a context.

use lightflow::prelude::*;
use ui_tests::*;

/// Doubles the width.
#[workflow]
fn widen(path: String) -> Image {
    load(path)
}

fn main() {}
