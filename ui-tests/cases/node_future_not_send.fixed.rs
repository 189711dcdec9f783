//! An async node that holds an `Rc` while it waits.

use lightflow::prelude::*;

/// Waits, then doubles.
#[node]
async fn double(width: u32) -> u32 {
    let shared = std::sync::Arc::new(width);
    std::future::ready(()).await;
    *shared * 2
}

fn main() {}
