//! A node inside of a `for` needs what the workflow denies.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(deny(process))]
fn picture(names: Vec<String>) -> Image {
    let all = for name in names {
        load(name)
    };
    stack(all)
}

fn main() {}
