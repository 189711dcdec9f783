//! Types with the names of the prelude's.

#![allow(missing_docs, reason = "nobody reads these")]

use lightflow::prelude::*;

/// What was measured.
#[derive(Port, Clone, Debug)]
pub struct Result {
    pub value: u32,
}

/// A way to run.
#[derive(Port, Clone, Debug)]
pub struct Option {
    pub value: u32,
}

/// A direction.
#[derive(Port, Clone, Debug)]
pub struct Vec {
    pub x: f32,
    pub y: f32,
}

/// A part of a violin.
#[derive(Port, Clone, Debug)]
pub struct String {
    pub length: f32,
}

/// What holds things.
#[derive(Port, Clone, Debug)]
pub struct Box {
    pub side: u32,
}

/// What keeps fit.
#[derive(Port, Clone, Debug)]
pub struct Iterator {
    pub steps: u32,
}

#[node]
fn measure(option: &Option, vec: Vec, #[port(default = 4, range = 1..=8)] count: u32) -> Result {
    Result { value: option.value + vec.x as u32 + count }
}

#[node]
fn tune(string: String, result: &Result) -> String {
    String { length: string.length + result.value as f32 }
}

#[node]
async fn pack(iterator: Iterator) -> Box {
    Box { side: iterator.steps }
}

#[composition]
fn measured(option: &Option, vec: Vec) -> Result {
    measure { option, vec, .. }
}

#[workflow]
fn play(option: Option, vec: Vec, string: String, iterator: Iterator, high: bool) -> (String, Box) {
    let result = measured(&option, vec.clone());
    let tuned = if high { tune(string, &result) } else { string };
    let packed = pack(iterator);
    (tuned, packed)
}

fn main() {}
