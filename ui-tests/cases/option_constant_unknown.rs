//! A default with a name that is misspelt.

use lightflow::prelude::*;

const WIDTH: u32 = 512;

/// Doubles the width.
#[node]
fn widen(#[port(default = WIDHT)] width: u32) -> u32 {
    width * 2
}

fn main() {
    drop(WIDTH);
}
