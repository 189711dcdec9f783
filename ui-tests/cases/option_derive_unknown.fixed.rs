//! An option of a port type with a typing error.

use lightflow::prelude::*;

/// A sound.
#[derive(Port)]
#[port(handle)]
struct Sound {
    rate: u32,
}

fn main() {}
