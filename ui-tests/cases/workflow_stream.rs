//! A workflow that gives a stream.

use lightflow::prelude::*;

/// Counts.
#[node]
fn count(to: u32) -> impl Stream<Item = u32> {
    ItemStream::from((0..to).collect::<Vec<_>>())
}

#[workflow]
fn numbers(to: u32) -> ItemStream<u32> {
    count(to)
}

fn main() {}
