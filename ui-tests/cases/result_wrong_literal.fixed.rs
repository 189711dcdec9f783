//! A text literal where the workflow gives a `String`.

use lightflow::prelude::*;

#[workflow]
fn picture() -> String {
    "done".to_string()
}

fn main() {}
