//! A method as a node.

use lightflow::prelude::*;

struct Scaler;

impl Scaler {
    /// Doubles the width.
    #[node]
    fn widen(&self, width: u32) -> u32 {
        width * 2
    }
}

fn main() {}
