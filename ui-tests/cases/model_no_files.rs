//! A model without files.

use lightflow::prelude::*;

#[model(licence = "MIT")]
pub struct Tagger;

fn main() {}
