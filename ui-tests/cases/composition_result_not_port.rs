//! A composition that gives a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image) -> Histogram {
    let histogram: Histogram = Histogram { bins: [photo.width; 8] };
    histogram
}

fn main() {}
