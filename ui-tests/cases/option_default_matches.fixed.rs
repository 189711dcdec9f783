//! A default of another form than the port takes.

use lightflow::prelude::*;

#[node]
fn widen(#[port(default = "a", matches = "[a-z]+")] width: String) -> String {
    width
}

fn main() {}
