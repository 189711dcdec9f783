//! A digest that is too short.

use lightflow::prelude::*;

#[model(licence = "MIT", files("a.bin" = { sha256 = "9f86", size = 4 }))]
pub struct Tagger;

fn main() {}
