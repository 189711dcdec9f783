//! A default for a borrowed port.

use lightflow::prelude::*;
use ui_tests::*;

/// Doubles the width.
#[node]
fn widen(image: &Image, #[port(default = 3)] times: u32) -> u32 {
    image.width * times
}

fn main() {}
