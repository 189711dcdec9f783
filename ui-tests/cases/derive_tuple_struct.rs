//! `#[derive(Port)]` on a struct whose fields have no names.

use lightflow::prelude::*;

/// A color.
#[derive(Port)]
struct Color(u8, u8, u8);

fn main() {}
