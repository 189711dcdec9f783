//! A composition whose stream has no name.

use lightflow::prelude::*;

/// Counts.
#[node]
fn count(to: u32) -> impl Stream<Item = u32> {
    ItemStream::from((0..to).collect::<Vec<_>>())
}

#[composition]
fn numbers(to: u32) -> impl Stream<Item = u32> {
    count(to)
}

fn main() {}
