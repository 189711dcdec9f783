//! A literal outside of the port's range, for every item.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(names: Vec<String>) -> Image {
    let all = for name in names {
        let other = load(name);
        resize(other, 64)
    };
    stack(all)
}

fn main() {}
