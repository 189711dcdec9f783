//! Constants, functions and variants with the names of the prelude's.

#![allow(missing_docs, reason = "nobody reads these")]

use lightflow::prelude::*;

/// A list that ends.
pub enum List {
    Some(u32),
    None,
}

/// An answer.
pub enum Answer {
    Ok,
    Err,
}

pub use Answer::{Err, Ok};
pub use List::{None, Some};

#[node(timeout = "5s", resource = "gpu")]
fn double(#[port(default = 4, range = 1..=8)] count: u32) -> u32 {
    count * 2
}

#[node(retry = 1)]
async fn half(count: u32) -> ::core::result::Result<u32, String> {
    ::core::result::Result::Ok(count / 2)
}

#[derive(Port, Clone, Debug)]
pub struct Count {
    count: u32,
}

#[derive(Port, Clone, Debug)]
pub enum Parity {
    Even,
    Odd,
}

#[composition]
fn doubled(count: u32) -> u32 {
    double { count }
}

#[workflow]
fn counted(count: u32, parity: Parity) -> u32 {
    let list: Vec<u32> = vec![count, count + 1];
    let halves = for item in list {
        half(doubled(item))
    };
    match parity {
        Parity::Even => double { .. },
        Parity::Odd => double(halves[0]),
    }
}

fn main() {
    let _ = (Some(1), None, Ok, Err);
}
