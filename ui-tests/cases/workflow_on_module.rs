//! `#[composition]` on a module.

use lightflow::prelude::*;

#[composition]
mod pictures {}

fn main() {}
