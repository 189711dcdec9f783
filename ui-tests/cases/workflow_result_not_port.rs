//! A workflow that gives a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Histogram {
    let photo = load(path);
    let histogram: Histogram = Histogram { bins: [photo.width; 8] };
    histogram
}

fn main() {}
