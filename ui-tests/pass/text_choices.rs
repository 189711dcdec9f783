//! Choices of a borrowed text.

use lightflow::prelude::*;

#[node]
fn title(#[port(default = "small", choices = ["small", "large"])] size: &str) -> String {
    size.to_owned()
}

#[workflow]
fn named(size: String) -> String {
    let first = title { .. };
    let second = title(&size);
    format!("{first}, {second}")
}

fn main() {}
