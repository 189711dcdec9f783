//! A node that takes the context by value.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(ctx: Ctx, width: u32) -> u32 {
    ctx.log("twice as wide");
    width * 2
}

fn main() {}
