//! An async node whose error is no error type.

use lightflow::prelude::*;
use ui_tests::*;

/// Counts pixels.
#[node]
async fn count(image: &Image) -> Result<u32, String> {
    Ok(image.width * image.height)
}

fn main() {}
