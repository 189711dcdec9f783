//! A program without quotes.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(bin("ffmpeg")))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
