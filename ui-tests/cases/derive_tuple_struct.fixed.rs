//! `#[derive(Port)]` on a struct whose fields have no names.

use lightflow::prelude::*;

/// A color.
#[derive(Port)]
struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

fn main() {}
