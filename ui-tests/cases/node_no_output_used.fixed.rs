//! The output of a node that gives nothing.

use lightflow::prelude::*;
use ui_tests::*;

/// Says hello.
#[node]
fn greet(name: String) -> String {
    format!("hello-{name}.png")
}

#[workflow]
fn hello(name: String) -> Image {
    let greeting = greet(name);
    load(greeting)
}

fn main() {}
