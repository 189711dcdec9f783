//! A digest that is too short.

use lightflow::prelude::*;

#[model(licence = "MIT", files("a.bin" = { sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", size = 4 }))]
pub struct Tagger;

fn main() {}
