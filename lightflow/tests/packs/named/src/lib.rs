//! A node pack that a test names with `lightflow::link!`.

use lightflow::prelude::*;

/// Says hello.
#[node]
pub fn hello(name: String) -> String {
    format!("hello {name}")
}
