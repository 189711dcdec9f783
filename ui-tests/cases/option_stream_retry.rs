//! A node with a stream is not tried again: what it gave cannot be taken back.

use lightflow::prelude::*;

/// Counts.
#[node(retry = 2, resource = "gpu")]
fn count(to: u32) -> ItemStream<u32> {
    ItemStream::from((0..to).collect::<Vec<_>>())
}

/// Counts, one after another.
#[node(retry = 2)]
fn numbers(to: u32) -> impl Stream<Item = u32> {
    count(to)
}

fn main() {}
